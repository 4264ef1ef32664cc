const MARK = '\u0000n';
const MARKED = /"\\u0000n(-?\d+)"/g;

/** JSON as the exchange writes it: identifiers beyond 2^53 are plain numbers, which only careful clients read exactly. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? `${MARK}${part.toString()}` : part,
  );
  return text.replace(MARKED, '$1');
}
