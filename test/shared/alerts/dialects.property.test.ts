import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBody } from '../../../shared/alerts/decode-body.ts';
import { DIALECTS } from '../../../shared/alerts/dialects/dialects.ts';
import { readAlert } from '../../../shared/alerts/read-alert.ts';
import { readSignals } from '../../../shared/signals/signal-json.ts';
import { DIALECT_SAMPLES } from '../../support/dialect-samples.ts';

const MAX_BODY = 64 * 1024;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const sample = fc.constantFrom(...DIALECT_SAMPLES).map((one) => ({ ...one, body: one.body.replace('%n', '0.5') }));
const piece = fc.oneof(
  fc.string({ maxLength: 4, unit: 'binary' }),
  fc.constantFrom(...'{}[]()=:,;|\n&%"@$_#! ', 'NaN', '1,234.5', '-', '{{', 'b=', 'wait(5m);', 'x3', '“', '\uFEFF'),
);
const harm = fc.record({ at: fc.nat(400), cut: fc.nat(12), put: piece });

function garble(text: string, harms: readonly { at: number; cut: number; put: string }[], from = 0): string {
  return harms.reduce((body, { at, cut, put }) => {
    const place = from + (at % Math.max(body.length - from, 1));
    return body.slice(0, place) + put + body.slice(place + cut);
  }, text);
}

it('readAlert() reads or refuses what is left of a message of any dialect, and never throws', () => {
  fc.assert(
    fc.property(sample, fc.array(harm, { maxLength: 4 }), ({ body }, harms) => {
      const reading = readAlert(garble(body, harms));
      expect(reading.signals.length > 0).toBe(reading.notUnderstood === undefined);
      expect(plain(readSignals(plain(reading.signals))), 'kept and read again').toEqual(plain(reading.signals));
      expect(reading.notUnderstood?.nearest?.length ?? 0).toBeLessThanOrEqual(3);
    }),
    { numRuns: 3000 },
  );
});

it.each([
  { case: 'any bytes', minLength: 0, maxLength: 2_000, numRuns: 500 },
  { case: 'any 64 KB', minLength: MAX_BODY - 100, maxLength: MAX_BODY, numRuns: 5 },
])('readAlert() reads or refuses $case', ({ minLength, maxLength, numRuns }) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength, maxLength }), (bytes) => {
      const reading = readAlert(decodeBody(bytes).text);
      expect(reading.signals.length > 0).toBe(reading.notUnderstood === undefined);
    }),
    { numRuns },
  );
});

it('readAlert() keeps no secret of a message of any dialect that was garbled after it', () => {
  const secretive = DIALECT_SAMPLES.flatMap(({ body, secret }) => (secret === undefined ? [] : [{ body, secret }]));
  fc.assert(
    fc.property(fc.constantFrom(...secretive), fc.array(harm, { maxLength: 3 }), ({ body, secret }, harms) => {
      const end = body.indexOf(secret) + secret.length;
      const told = `${body.slice(0, end)}${body.slice(end, end + 1)}${garble(body.slice(end + 1), harms)}`;
      const { secrets: _, ...kept } = readAlert(told);
      expect(JSON.stringify(kept)).not.toContain(secret);
    }),
    { numRuns: 2000 },
  );
});

it.each(DIALECT_SAMPLES.filter(({ body }) => body.includes('%n')))(
  'readAlert() keeps every digit of a number in $dialect',
  ({ dialect, body }) => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{20}\.\d{0,13}[1-9]$/), (number) => {
        const reading = readAlert(body.replace('%n', number));
        expect(reading.dialect).toBe(dialect);
        expect(JSON.stringify(reading.signals)).toContain(`"${number}"`);
      }),
      { numRuns: 20 },
    );
  },
);

it.each(DIALECT_SAMPLES.filter(({ body }) => body.includes('%n')))(
  'readAlert() never takes a number that is none, or not above 0, for the size of the strategy in $dialect',
  ({ body }) => {
    const sizesOf = (number: string) => readAlert(body.replace('%n', number)).signals.map(({ size }) => size.type);
    const meant = sizesOf('0.5');
    for (const number of ['NaN', 'na', 'Infinity', '0', '-0.5']) expect([[], meant]).toContainEqual(sizesOf(number));
  },
);

it.each(DIALECT_SAMPLES)(
  'readAlert() reads the sample of $dialect, and again from what it kept',
  ({ dialect, body }) => {
    const reading = readAlert(body.replace('%n', '0.5'));
    expect(reading).toMatchObject({ dialect });
    expect(reading.notUnderstood).toBeUndefined();
    const again = readAlert(reading.raw);
    expect(again).toMatchObject({ dialect, raw: reading.raw, secrets: [] });
    expect(again.signals.map(({ intent, symbol }) => [intent, symbol])).toEqual(
      reading.signals.map(({ intent, symbol }) => [intent, symbol]),
    );
  },
);

it.each(DIALECT_SAMPLES)('readAlert() says what $dialect was told by, and no secret with it', ({ body, secret }) => {
  const { recognisedBy = [] } = readAlert(body.replace('%n', '0.5'));
  expect(recognisedBy.length).toBeGreaterThan(0);
  expect(recognisedBy.join()).not.toContain(secret ?? '%n');
});

it('readAlert() names the fields that a message was told by, as they are spelled in it', () => {
  expect(readAlert('{"Action":"buy","Pair":"BTCUSDT"}').recognisedBy).toEqual([
    'the field "Pair"',
    'the field "Action"',
  ]);
  const mine = '{"bot_uuid":"u-1","secret":"s3cr3t-of-mine","action":"enter_long","tv_instrument":"BTCUSDT"}';
  expect(readAlert(mine).recognisedBy).toEqual(['the field "bot_uuid"', 'the field "action"']);
  expect(readAlert(mine.replace('BTCUSDT', '{{ticker}}'))).toMatchObject({
    recognisedBy: ['the field "bot_uuid"', 'the field "action"'],
  });
  expect(readAlert('good morning')).not.toHaveProperty('recognisedBy');
});

it('readAlert() has a name for each dialect', () => {
  const names = DIALECTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

/** A reader that went over the text again for each of its characters would need minutes for one of these. */
it.each([
  ...['60123456789,', 'abcdef,buy,', '60123456789,buy,BTCUSDT,a="', 'x,sl=1', 'signal=long,symbol=A,'],
  ...['Keys(A) {', 'A(', '()', 'a(b){c(d=e);', 'Keys(BTCUSDT) { market(side=buy, amount=1); }', ') {', '#bot'],
  ...['b=long s=A |', 'c=order\n', 'delay=1|', 's=A&', 'e= b=', 'q=%'],
  ...['SYMBOL=A;SIGNAL=BUY;', 'SIGNAL=', 'VOLUME=1a%\n', 'ftx:long a=b ', 'trade:a:', 'BUY_A_B-C_', '_'],
  ...['a|b|buy|', '|', '#BCE_ACTION_START#', '#BCE_', 'ENTER-LONG_', 'ENTER-LONG_A_BUSDT_', 'EXIT-'],
  ...['a ETHUSDT buy 1 x3\n', '//\n', 'x3 ', '$1 ', 'limit:a:1 ', 'cancel:', 'never close BTCUSDT '],
])('readAlert() reads 64 KB of %j in a moment', (pattern) => {
  const bare = pattern.repeat(Math.floor(MAX_BODY / pattern.length));
  const startedAt = performance.now();
  for (const body of [bare, `b=long s=BTCUSDT q=${bare}`, `60123456789,buy,BTCUSDT,${bare}`, `Keys(BTCUSDT) { ${bare}`])
    readAlert(body);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

it.each([
  '{"message_type":"bot","bot_id":1,"pair":"',
  '{"side":"long","amount":"',
  '{"code":"ENTER-LONG_',
  '{"bot_uuid":"a","action":"enter_long","take_profit":{"steps":[',
  '{"key":"a","msg":"',
])('readAlert() reads 64 KB that begin with %s in a moment', (head) => {
  const startedAt = performance.now();
  for (const filler of ['{"price_percent":1},', 'A_', '1', 'USDT_', '\\"'])
    readAlert(head + filler.repeat(Math.floor((MAX_BODY - head.length) / filler.length)));
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
