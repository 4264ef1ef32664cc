/** What `JSON.parse` tells its reviver about a value that stands in the text as it is. */
type Context = { source?: string };

/**
 * Reads JSON with every number as the text that it was: identifiers here go beyond 2^53, where a JavaScript number would name
 * another order, and amounts must never become floats.
 * @returns undefined when the text is not JSON, which is itself never a reply
 */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch {
    return undefined;
  }
}

function keepDigits(_name: string, value: unknown, context: Context): unknown {
  return typeof value === 'number' ? (context.source ?? String(value)) : value;
}

/** Holds because the engine passes a third argument, which the library's types do not know yet. */
const reviver = keepDigits as (name: string, value: unknown) => unknown;
