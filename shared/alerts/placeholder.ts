import { isScalar, type JsonValue } from './json-value.ts';

const MAX_NAME = 80;

/** The placeholder that begins at `at`, as it stands there, or only its braces when it does not end soon. */
export function placeholderAt(text: string, at: number): string {
  const end = text.slice(at, at + MAX_NAME).indexOf('}}');
  return end < 0 ? '{{' : text.slice(at, at + end + 2);
}

/** The first placeholder in a text that TradingView left as it was. */
export function findPlaceholder(text: string): string | undefined {
  const at = text.indexOf('{{');
  return at < 0 ? undefined : placeholderAt(text, at);
}

/** The first value that still holds a placeholder, and the path of its field. */
export function findPlaceholderIn(value: JsonValue, path = ''): { path: string; placeholder: string } | undefined {
  if (isScalar(value)) {
    const placeholder = findPlaceholder(value.text);
    return placeholder === undefined ? undefined : { path, placeholder };
  }
  for (const [key, child] of childrenOf(value)) {
    const found = findPlaceholderIn(child, path === '' ? key : `${path}.${key}`.slice(0, 100));
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(value: Exclude<JsonValue, { text: string }>): [string, JsonValue][] {
  if (value.kind === 'object') return value.members.map((member) => [member.key, member.value]);
  return value.items.map((item, index) => [String(index + 1), item]);
}
