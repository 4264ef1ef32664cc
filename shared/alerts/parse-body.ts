import { type ParsedJson, parseJson } from './parse-json.ts';
import { REDACTED } from './secrets-in-text.ts';

/**
 * What a message is made of, by its first character and never by its Content-Type. Nothing is returned for plain text; a text
 * whose first secret was taken out, and which is read again in a replay, is no list.
 */
export function parseBody(text: string): ParsedJson | undefined {
  const body = text.trimStart();
  const first = body.startsWith(REDACTED) ? '' : body.charAt(0);
  return first === '{' || first === '[' ? parseJson(text) : undefined;
}
