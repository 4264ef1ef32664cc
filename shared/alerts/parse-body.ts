import { type ParsedJson, parseJson } from './parse-json.ts';

/** What a message is made of, by its first character and never by its Content-Type. Nothing is returned for plain text. */
export function parseBody(text: string): ParsedJson | undefined {
  const first = text.trimStart().charAt(0);
  return first === '{' || first === '[' ? parseJson(text) : undefined;
}
