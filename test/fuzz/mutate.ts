import type { Random } from '../faults/random.ts';

export const MOST_BYTES = 64 * 1024;

type Mutation = (random: Random, text: string) => string;

const PIECES = [
  ...'{}[]()=:,;|\n\r\t&%"\'@$_#! \\/-+.~<>',
  ...[
    '{{',
    '}}',
    '{{close}}',
    '"":',
    '":"',
    '\\"',
    '\\u0000',
    '\\ud800',
    '//',
    '/*',
    '#bot',
    ' filled on ',
    '__proto__',
  ],
  ...[
    'NaN',
    'null',
    'true',
    'na',
    '1,234.5',
    '1e999',
    '-0',
    '0x10',
    '٣',
    '１２',
    '½',
    '1.2.3',
    '1_000',
    'secret=',
    'key: ',
  ],
  ...['\uFEFF', '\u200B', '\u202E', '“', '”', '\u0000', '\u2028', '\uD800', '\uDC00', '🚀', 'é', 'İ', 'ﬀ', '\u0301'],
];
const KEYS = [
  'symbol',
  'action',
  'side',
  'quantity',
  'secret',
  'key',
  'code',
  '__proto__',
  'constructor',
  'toString',
  'a.b',
  '',
];

/** One place of the text is cut, and something put there. */
const harm: Mutation = (random, text) => {
  const at = random.between(0, text.length);
  return text.slice(0, at) + random.pick(PIECES) + text.slice(at + random.between(0, 6));
};

/** A part of it again and again. */
const repeat: Mutation = (random, text) => {
  const from = random.between(0, text.length);
  const part = text.slice(from, from + random.between(1, 30)) || random.pick(PIECES);
  const times = random.between(2, random.pick([10, 200, 5_000]));
  return text.slice(0, from) + part.repeat(times) + text.slice(from);
};

/** A number becomes one that no price has. */
const hugeNumber: Mutation = (random, text) => {
  const numbers = [...text.matchAll(/\d+(?:\.\d+)?/g)];
  const found = numbers.length === 0 ? undefined : random.pick(numbers);
  if (found === undefined) return text;
  const digits = '9'.repeat(random.pick([1, 20, 41, 400, 20_000]));
  const number = random.pick([
    digits,
    `0.${digits}`,
    `-${digits}`,
    `${digits}e${digits.slice(0, 4)}`,
    `1,${digits}.5`,
    `00${digits}`,
  ]);
  return text.slice(0, found.index) + number + text.slice(found.index + found[0].length);
};

/** A value is put into lists and objects, deep. */
const nest: Mutation = (random, text) => {
  const depth = random.pick([2, 15, 17, 500, 10_000]);
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['(', ')'],
    ['{', '}'],
    ['"', '"'],
  ] as const);
  const at = random.between(0, text.length);
  const end = random.between(at, text.length);
  return (
    text.slice(0, at) +
    open.repeat(depth) +
    text.slice(at, end) +
    close.repeat(random.pick([depth, depth - 1, 0])) +
    text.slice(end)
  );
};

/** A field more, perhaps one that is there already. */
const field: Mutation = (random, text) => {
  const value = random.pick([
    '"buy"',
    '"BTCUSDT"',
    '1',
    'null',
    '[]',
    '{}',
    '"x"',
    'true',
    '{"a":[{"b":1}]}',
    '"\\u0000"',
  ]);
  const member = `"${random.pick(KEYS)}":${value}`;
  if (text.includes('{')) return text.replace('{', `{${member},`);
  return `${text}${random.pick([',', ';', '\n', ' ', '|'])}${random.pick(KEYS)}=${random.pick(['1', 'buy', ''])}`;
};

const flipCase: Mutation = (random, text) => {
  const at = random.between(0, text.length);
  const part = text.slice(at, at + 12);
  return text.slice(0, at) + (random.next() < 0.5 ? part.toUpperCase() : part.toLowerCase()) + text.slice(at + 12);
};

const cut: Mutation = (random, text) => text.slice(0, random.between(0, text.length));

const MUTATIONS: readonly Mutation[] = [harm, harm, harm, repeat, hugeNumber, nest, field, flipCase, cut];

/** Between one and six harms to a message, which stays within what is taken in. */
export function mutate(random: Random, text: string): string {
  let mutated = text;
  for (let left = random.pick([1, 1, 1, 2, 3, 6]); left > 0; left -= 1)
    mutated = random.pick(MUTATIONS)(random, mutated).slice(0, MOST_BYTES);
  return mutated;
}

/** The head of one message and the tail of another. */
export function splice(random: Random, head: string, tail: string): string {
  return head.slice(0, random.between(0, head.length)) + tail.slice(random.between(0, tail.length));
}
