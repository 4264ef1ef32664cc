import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonValue } from '../../../shared/alerts/json-value.ts';
import { MAX_DEPTH, MAX_NODES, parseJson } from '../../../shared/alerts/parse-json.ts';

/** What the tree stands for, with numbers as they were written. */
function meaning(value: JsonValue): unknown {
  if (value.kind === 'object') return Object.fromEntries(value.members.map(({ key, value: v }) => [key, meaning(v)]));
  if (value.kind === 'array') return value.items.map(meaning);
  if (value.kind === 'absent') return null;
  if (value.kind === 'boolean') return value.text === 'true';
  return value.kind === 'number' ? `#${value.text}` : value.text;
}

function parsed(text: string) {
  const result = parseJson(text);
  return result.value === undefined ? result : { meaning: meaning(result.value), repairs: result.repairs };
}

it.each([
  { case: 'plain JSON', text: '{"a": [1, "x", true, null]}', meaning: { a: ['#1', 'x', true, null] }, repairs: [] },
  { case: 'a number with its zeros', text: '[0.10, 1e-7]', meaning: ['#0.10', '#1e-7'], repairs: [] },
  { case: 'escapes', text: '["\\u0041\\n\\"\\/"]', meaning: ['A\n"/'], repairs: [] },
  { case: 'a trailing comma', text: '{"a": [1,], }', meaning: { a: ['#1'] }, repairs: ['trailing_comma'] },
  { case: 'NaN', text: '{"a": NaN, "b": -Infinity}', meaning: { a: null, b: null }, repairs: ['not_a_number'] },
  { case: 'na', text: '[na]', meaning: [null], repairs: ['not_a_number'] },
  { case: 'smart quotes', text: '{“a”: „b“}', meaning: { a: 'b' }, repairs: ['smart_quotes'] },
  { case: 'smart single quotes', text: '{‘a’: ‘b’}', meaning: { a: 'b' }, repairs: ['smart_quotes'] },
  { case: 'smart quotes that end straight', text: '{“a": “b"}', meaning: { a: 'b' }, repairs: ['smart_quotes'] },
  { case: 'smart quotes inside a text', text: '{"a": "say “hi”"}', meaning: { a: 'say “hi”' }, repairs: [] },
  { case: 'a line break inside a text', text: '["a\nb"]', meaning: ['a\nb'], repairs: ['line_endings'] },
  { case: 'a tab inside a text', text: '["a\tb"]', meaning: ['a\tb'], repairs: ['control_character'] },
  { case: 'an escaped NUL, which jsonb refuses', text: '["a\\u0000b"]', meaning: ['a\uFFFDb'], repairs: [] },
  { case: 'half a surrogate pair, which jsonb refuses', text: '["\\ud800"]', meaning: ['\uFFFD'], repairs: [] },
  { case: 'a field called __proto__', text: '{"__proto__": 1}', meaning: { ['__proto__']: '#1' }, repairs: [] },
])('parseJson() reads $case', ({ text, meaning, repairs }) => {
  expect(parsed(text)).toEqual({ meaning, repairs });
});

it.each([
  { text: '{"a": 1', code: 'json_invalid', reason: 'line 1, column 8: expected a comma or "}", found the end' },
  { text: '{"a":\n 1 2}', code: 'json_invalid', reason: 'line 2, column 4: expected a comma or "}", found "2"' },
  { text: '{"a" 1}', code: 'json_invalid', reason: 'line 1, column 6: expected a colon' },
  { text: "{'a': 1}", code: 'json_invalid', reason: 'expected a text in double quotes, found "\'"' },
  { text: '{"a": buy}', code: 'json_invalid', reason: 'expected a value' },
  { text: '{"a": 01}', code: 'json_invalid', reason: 'expected a value' },
  { text: '{"a": .5}', code: 'json_invalid', reason: 'expected a value' },
  { text: '{"a": +1}', code: 'json_invalid', reason: 'expected a value' },
  { text: '{"a": 1,, "b": 2}', code: 'json_invalid', reason: 'found ","' },
  { text: '{,}', code: 'json_invalid', reason: 'found ","' },
  { text: '{"a": 1} x', code: 'json_invalid', reason: 'expected nothing after the end of the message, found "x"' },
  { text: '["\\x"]', code: 'json_invalid', reason: 'an escape that JSON knows' },
  { text: '["\\u12"]', code: 'json_invalid', reason: 'four hexadecimal digits' },
  { text: '["a', code: 'json_invalid', reason: 'a closing quote, found the end' },
  { text: '{\u00A0"a": 1}', code: 'json_invalid', reason: 'found U+00A0' },
  { text: '{"a": 1, "\\u0061": 2}', code: 'duplicate_key', reason: 'the field "a" stands twice' },
  { text: '['.repeat(MAX_DEPTH + 2), code: 'too_deep', reason: `more than ${MAX_DEPTH} levels` },
  { text: `[${'1,'.repeat(MAX_NODES)}1]`, code: 'too_many_values', reason: `more than ${MAX_NODES} values` },
  { text: '{"bar": {"open": {{open}}}}', code: 'placeholder_not_resolved', reason: '"bar.open" still holds {{open}}' },
  { text: '{"token": {{hunter2hunter2}}}', code: 'placeholder_not_resolved', reason: 'still holds a placeholder' },
])('parseJson() refuses $text with $code and the place', ({ text, code, reason }) => {
  expect(parseJson(text).failure).toMatchObject({ code, reason: expect.stringContaining(reason) });
});

it('parseJson() says where each value stands', () => {
  const text = ' {"a": "b", "c": [12]}';
  const result = parseJson(text);
  const found: string[] = [];
  const visit = (value: JsonValue): void => {
    found.push(text.slice(value.start, value.end));
    if (value.kind === 'array') value.items.forEach(visit);
    if (value.kind === 'object') for (const member of value.members) visit(member.value);
  };
  if (result.value !== undefined) visit(result.value);
  expect(found).toEqual(['{"a": "b", "c": [12]}', '"b"', '[12]', '12']);
});

it('parseJson() agrees with JSON.parse on every value that JSON can hold', () => {
  const withText = (value: unknown): unknown => {
    if (typeof value === 'number') return `#${JSON.stringify(value)}`;
    if (Array.isArray(value)) return value.map(withText);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withText(inner)]));
  };
  const json = fc
    .jsonValue({ maxDepth: 6, stringUnit: 'grapheme' })
    .filter((value) => !/\\u0000/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(json, (value) => {
      expect(parsed(JSON.stringify(value))).toEqual({ meaning: withText(value), repairs: [] });
    }),
  );
});
