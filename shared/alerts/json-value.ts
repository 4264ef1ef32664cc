/** Where something stands in the text that was parsed: from `start` up to, not including, `end`. */
export type Span = { start: number; end: number };

/** Numbers keep the text they came in: they never become a JavaScript number. `absent` is null, NaN, na or Infinity. */
export type JsonScalar = Span & {
  kind: 'string' | 'number' | 'boolean' | 'absent';
  text: string;
  /** Stands for the secret that was taken out here. */
  hint?: string;
};
export type JsonMember = { key: string; keySpan: Span; value: JsonValue };
export type JsonObject = Span & { kind: 'object'; members: JsonMember[] };
export type JsonArray = Span & { kind: 'array'; items: JsonValue[] };
export type JsonValue = JsonScalar | JsonObject | JsonArray;

export function isScalar(value: JsonValue): value is JsonScalar {
  return value.kind !== 'object' && value.kind !== 'array';
}
