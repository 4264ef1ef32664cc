import fc from 'fast-check';
import { expect, it } from 'vitest';
import { digestBody, identify } from '../../../shared/alerts/identity.ts';
import { readAlert } from '../../../shared/alerts/read-alert.ts';
import { readSignals } from '../../../shared/signals/signal-json.ts';

const MAX_BODY = 64 * 1024;

/** Names of secret fields in any case. */
const secretName = fc
  .constantFrom(
    'secret',
    'password',
    'passphrase',
    'key',
    'token',
    'signalToken',
    'email_token',
    'PIN',
    'api_key',
    'webhook_secret',
  )
  .chain((name) => fc.constantFrom(name, name.toUpperCase(), name.toLowerCase()));
/** Long enough to be told from the rest of a message, and not a part of what stands in place of a secret. */
const secret = fc
  .oneof(fc.string({ minLength: 8, maxLength: 40, unit: 'binary' }), fc.string({ minLength: 8, maxLength: 40 }))
  .filter(
    (text) => new Set(text).size > 3 && !text.includes('\0') && text.isWellFormed() && !'[redacted]'.includes(text),
  );
const fields = fc.dictionary(
  fc.oneof(
    fc.string({ maxLength: 10 }),
    fc.constantFrom('symbol', 'ticker', 'action', 'side', 'quantity', 'id', 'comment'),
  ),
  fc.oneof(fc.constantFrom('BTCUSDT', 'buy', 'sell', '0.5'), fc.jsonValue({ maxDepth: 2 })),
  { maxKeys: 6 },
);
const isSecretFree = (value: unknown, word: string) =>
  !JSON.stringify(value).includes(JSON.stringify(word).slice(1, -1));

type Story = { body: string; word: string; end: number };
/** A message with a secret in it, and where the secret ends. */
const story: fc.Arbitrary<Story> = fc
  .record({ before: fields, after: fields, name: secretName, word: secret, copies: fc.boolean(), nested: fc.boolean() })
  .filter(({ before, after, word }) => isSecretFree([before, after], word))
  .map(({ before, after, name, word, copies, nested }) => {
    const taken = new Set([name.toLowerCase(), 'note']);
    const without = (object: object) =>
      Object.entries(object).filter(([key]) => !taken.has(key.toLowerCase()) && taken.add(key.toLowerCase()));
    const member = ([key, value]: [string, unknown]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`;
    const value = nested ? `{"inner":${JSON.stringify(word)}}` : JSON.stringify(word);
    const head = [...without(before).map(member), `"${name}": ${value}`].join(',');
    const tail = [...without(after).map(member), ...(copies ? [member(['note', `x ${word} y`])] : [])].map(
      (one) => `,${one}`,
    );
    return { body: `{${head}${tail.join('')}}`, word, end: head.length + 1 };
  });

function leaks({ word }: Story, body: string): string[] {
  const { secrets: _, ...kept } = readAlert(body);
  const spellings = [word, JSON.stringify(word).slice(1, -1)];
  const places = { raw: kept.raw, reason: kept.notUnderstood?.reason ?? '', signals: JSON.stringify(kept.signals) };
  return Object.entries(places).flatMap(([place, text]) =>
    spellings.some((one) => text.includes(one)) ? [place] : [],
  );
}

it('readAlert() keeps no secret of a message that arrived whole', () => {
  fc.assert(
    fc.property(story, (told) => {
      expect(leaks(told, told.body)).toEqual([]);
      expect(readAlert(told.body).secrets).toContain(told.word);
    }),
    { numRuns: 400 },
  );
});

it('readAlert() keeps no secret of a message that was cut off or garbled after it', () => {
  const harm = fc.record({
    at: fc.nat(200),
    cut: fc.nat(20),
    put: fc.string({ maxLength: 3, unit: fc.constantFrom(...'{}[]",:\\ \'=x1“\n') }),
  });
  fc.assert(
    fc.property(story, fc.array(harm, { minLength: 1, maxLength: 3 }), fc.boolean(), (told, harms, isCut) => {
      const tail = told.body.slice(told.end);
      const garbled = harms.reduce((text, { at, cut, put }) => {
        const place = at % (text.length + 1);
        return isCut ? text.slice(0, place) : text.slice(0, place) + put + text.slice(place + cut);
      }, tail);
      expect(leaks(told, told.body.slice(0, told.end) + garbled)).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

it('readAlert() leaves JSON JSON when it takes a secret out', () => {
  fc.assert(
    fc.property(story, ({ body }) => {
      expect(() => JSON.parse(readAlert(body).raw)).not.toThrow();
    }),
  );
});

it('readAlert() takes nothing more out of what it has kept', () => {
  fc.assert(
    fc.property(story, ({ body }) => {
      const { raw } = readAlert(body);
      expect(readAlert(raw)).toMatchObject({ raw, secrets: [] });
    }),
  );
});

const jsonish = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...'{}[]",:\\“”‘’\0\r\n\uFEFF',
      '{{',
      '}}',
      '"a":',
      '"key":',
      'secret=',
      'NaN',
      '\\u00',
      ' filled on ',
    ),
    fc.constantFrom(
      '"symbol":"BTCUSDT"',
      '"action":"buy"',
      '"ticker":',
      '"market_position":"long"',
      '"quantity":"1,000%"',
    ),
    fc.string({ maxLength: 5, unit: 'binary' }),
    fc.float().map(String),
  ),
  { maxLength: 60 },
);

it.each([
  { case: 'text', body: fc.string({ unit: 'grapheme', maxLength: 300 }) },
  { case: 'broken UTF-16', body: fc.string({ unit: 'binary', maxLength: 300 }).map((text) => text.slice(0, -1)) },
  { case: 'something like JSON', body: jsonish.map((parts) => parts.join('')) },
  { case: 'any JSON', body: fc.json({ maxDepth: 4 }) },
  {
    case: 'any object with a symbol and an action',
    body: fields.map((rest) => JSON.stringify({ symbol: 'BTCUSDT', action: 'buy', ...rest })),
  },
])('readAlert() reads or refuses $case, never throws, and keeps what Postgres can hold', ({ body }) => {
  fc.assert(
    fc.property(body, (text) => {
      const reading = readAlert(text);
      const kept = JSON.stringify({ ...reading, secrets: [] });
      expect(reading.signals.length > 0).toBe(reading.notUnderstood === undefined);
      expect(reading.raw.includes('\0') || /\\u0000|\\ud[89a-f]/i.test(kept.replaceAll('\\\\', ''))).toBe(false);
      expect(identify(reading, digestBody(reading.raw)).key.length).toBeLessThan(250);
      for (const { extras } of reading.signals) expect(Object.keys(extras).length).toBeLessThanOrEqual(33);
    }),
    { numRuns: 500 },
  );
});

/** A reader that went over the text again for each of its characters would need minutes for one of these. */
it.each([
  ...[
    '[',
    '"',
    '{',
    '{{',
    ',',
    '\\',
    '"key":',
    '{"key":',
    '[{"a":',
    'key=',
    'key ',
    'key:"',
    '“',
    '\\u006',
    '-',
    '9',
    ' ',
    '\n',
    '\r',
    '{"a":1,',
  ],
  ...[
    '"" ',
    '"a":"b",',
    '{"secret":"',
    "'",
    'secret="x" ',
    'key=value1;',
    'a filled on ',
    '. new strategy position is ',
    'buy ',
    '1,000',
    '!',
  ],
])('readAlert() reads 64 KB of %j in a moment', (pattern) => {
  const bare = pattern.repeat(Math.floor(MAX_BODY / pattern.length));
  const startedAt = performance.now();
  for (const body of [bare, `{"x":"${bare}`, `{"x":"${bare.slice(0, -20)}"}`, `[${bare}`, `secret:${bare}`])
    readAlert(body);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

it('readAlert() keeps every digit of a number', () => {
  const digits = fc.stringMatching(/^[1-9]\d{0,25}\.\d{0,14}[1-9]$/);
  fc.assert(
    fc.property(digits, fc.boolean(), (number, isQuoted) => {
      const body = `{"symbol":"BTCUSDT","action":"buy","quantity":${isQuoted ? `"${number}"` : number},"price":${number}}`;
      const [signal] = readAlert(body).signals;
      expect(signal?.signalPrice?.toFixed()).toBe(number);
      expect(signal?.size).toMatchObject({ type: 'base' });
      expect(JSON.parse(JSON.stringify(signal)).size.value).toBe(signal?.signalPrice?.toString());
    }),
  );
});

it('readAlert() reads a quoted number with thousands commas as the number without them', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1000n, max: 10n ** 20n }), (number) => {
      const body = JSON.stringify({ symbol: 'BTCUSDT', action: 'buy', quantity: number.toLocaleString('en-US') });
      const reading = readAlert(body);
      expect(reading.signals[0]?.size).toMatchObject({ type: 'base' });
      expect(JSON.stringify(reading.signals[0]?.size)).toContain(
        BigInt(number).toString().replace(/0+$/, '').slice(0, 3),
      );
      expect(reading.repairs.toSorted()).toEqual(['quoted_number', 'thousands_comma']);
    }),
  );
});

it.each(['__proto__', 'constructor', 'toString'])(
  'readAlert() keeps signals with a field %s as it reads them',
  (name) => {
    const { signals } = readAlert(`{"symbol":"BTCUSDT","action":"buy","${name}":"x","note":{"${name}":"y"}}`);
    const plain: unknown = JSON.parse(JSON.stringify(signals));
    expect(signals).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(readSignals(plain)))).toStrictEqual(plain);
  },
);
