import { expect, it } from 'vitest';
import { readAlert } from '../../../shared/alerts/read-alert.ts';

it.each([
  'secret',
  'pass',
  'license',
  'auth_key',
  'password',
  'passphrase',
  'key',
  'token',
  'signalToken',
  'email_token',
  'PIN',
  'apiKey',
  'api_key',
  'api_secret',
  'api_secret_key',
  'webhook_secret',
  'TOKEN',
  'LicenseID',
  'emitKey',
  'api_token',
  'Pass Phrase',
])('readAlert() takes the value of "%s" out of JSON and of text', (name) => {
  const json = readAlert(JSON.stringify({ [name]: 'hunter2hunter2', symbol: 'BTCUSDT', action: 'buy' }));
  expect(json.secrets).toEqual(['hunter2hunter2']);
  expect(JSON.parse(json.raw)).toEqual({ [name]: '[redacted]', symbol: 'BTCUSDT', action: 'buy' });
  expect(json.signals).toHaveLength(1);
  const text = readAlert(`buy BTCUSDT ${name}=hunter2hunter2 x`);
  expect(text.raw).toBe(`buy BTCUSDT ${name}=[redacted] x`);
  expect(text.secrets).toEqual(['hunter2hunter2']);
});

it.each(['code', 'idempotencyKey', 'baseToken', 'quote_token', 'routeKey', 'keyword'])(
  'readAlert() leaves the value of "%s" where it is',
  (name) => {
    const body = JSON.stringify({ [name]: 'hunter2hunter2', symbol: 'BTCUSDT', action: 'buy' });
    expect(readAlert(body)).toMatchObject({ raw: body, secrets: [] });
  },
);

it.each([
  {
    case: 'nested',
    body: '{"a": {"token": "abc123xyz"}}',
    raw: '{"a": {"token": "[redacted]"}}',
    secrets: ['abc123xyz'],
  },
  { case: 'in a list', body: '[{"pin": 1234}]', raw: '[{"pin": "[redacted]"}]', secrets: ['1234'] },
  {
    case: 'an object under a secret name',
    body: '{"key": {"id": "k1", "n": 42}}',
    raw: '{"key": {"id": "[redacted]", "n": "[redacted]"}}',
    secrets: ['k1', '42'],
  },
  {
    case: 'written with escapes',
    body: '{"s\\u0065cret": "a\\u0062c\\"def"}',
    raw: '{"s\\u0065cret": "[redacted]"}',
    secrets: ['abc"def'],
  },
  {
    case: 'standing elsewhere too',
    body: '{"key": "abc123", "note": "my abc123!"}',
    raw: '{"key": "[redacted]", "note": "my [redacted]!"}',
    secrets: ['abc123'],
  },
  {
    case: 'standing elsewhere with other escapes',
    body: '{"key": "abc123", "note": "a\\u0062c123"}',
    raw: '{"key": "[redacted]", "note": "[redacted]"}',
    secrets: ['abc123'],
  },
  {
    case: 'standing elsewhere as a number',
    body: '{"key": "123456", "n": 123456}',
    raw: '{"key": "[redacted]", "n": "[redacted]"}',
    secrets: ['123456'],
  },
  {
    case: 'the name of another field',
    body: '{"key": "abc123", "abc123": 1}',
    raw: '{"key": "[redacted]", "[redacted]": 1}',
    secrets: ['abc123'],
  },
  {
    case: 'too short to take out elsewhere',
    body: '{"key": "1", "n": 1}',
    raw: '{"key": "[redacted]", "n": 1}',
    secrets: ['1'],
  },
  {
    case: 'in a message within a text',
    body: '{"m": "{\\"secret\\": \\"abc123\\"}"}',
    raw: '{"m": "{\\"secret\\": \\"[redacted]\\"}"}',
    secrets: [],
  },
  { case: 'absent', body: '{"key": null, "token": ""}', raw: '{"key": null, "token": ""}', secrets: [] },
  {
    case: 'of a field that stands twice',
    body: '{"key": {"a": "abc123"}, "key": 1}',
    raw: '{"key": {"a": "[redacted]"}, "key": "[redacted]"}',
    secrets: ['abc123', '1'],
  },
  { case: 'redacted before', body: '{"key": "[redacted]"}', raw: '{"key": "[redacted]"}', secrets: [] },
])('readAlert() redacts a secret in JSON: $case', ({ body, raw, secrets }) => {
  expect(readAlert(body)).toMatchObject({ raw, secrets });
});

it.each([
  { case: 'cut off', body: '{"secret": "abc123xyz", "x": ', raw: '{"secret": "[redacted]", "x": ' },
  { case: 'cut within the secret', body: '{"secret": "abc12', raw: '{"secret": "[redacted]' },
  {
    case: 'a secret with a quote in it',
    body: '{"secret": "abc"123xyz", "x": 1',
    raw: '{"secret": "[redacted]", "x": 1',
  },
  { case: 'no closing quote', body: '{"secret": "abc123xyz, "x": 1}', raw: '{"secret": "[redacted]' },
  { case: 'no quotes', body: '{"secret": abc 123, "x": 1}', raw: '{"secret": [redacted], "x": 1}' },
  { case: 'single quotes', body: "{'secret': 'abc123xyz'}", raw: "{'secret': '[redacted]'}" },
  { case: 'an escaped name', body: '{"s\\u0065cret": "abc123xyz"', raw: '{"s\\u0065cret": "[redacted]"' },
  { case: 'an object', body: '{"key": {"a": "abc123xyz"}, "b"', raw: '{"key": [redacted]' },
  {
    case: 'a name twice',
    body: '{"key": "abc123xyz", "key": "def456uvw"}',
    raw: '{"key": "[redacted]", "key": "[redacted]"}',
  },
  {
    case: 'the secret again',
    body: '{"a": "abc123xyz", "secret": "abc123xyz", "b"',
    raw: '{"a": "[redacted]", "secret": "[redacted]", "b"',
  },
  {
    case: 'a message within a text',
    body: '{"m": "{\\"secret\\": \\"abc123xyz\\"}", ',
    raw: '{"m": "{\\"secret\\": \\"[redacted]\\"}", ',
  },
])('readAlert() redacts a secret in JSON that is broken: $case', ({ body, raw }) => {
  const reading = readAlert(body);
  expect(reading.raw).toBe(raw);
  expect(reading.notUnderstood).toBeDefined();
});

it('readAlert() takes an escaped quote for a part of the secret, also where JSON is broken', () => {
  expect(readAlert('{"secret": "abc\\",123xyz", "x": ').raw).toBe('{"secret": "[redacted]", "x": ');
});

it('readAlert() keeps a secret out even when it reads like the punctuation between two fields', () => {
  const reading = readAlert(JSON.stringify({ secret: '","action', symbol: 'BTCUSDT', action: 'buy' }));
  expect(reading.raw).not.toContain('","action');
  expect(reading.signals, 'what is read is not hurt').toMatchObject([{ symbol: 'BTCUSDT', intent: 'buy' }]);
});

it('readAlert() finds the secret of broken JSON, so that its sender can be told what is wrong', () => {
  expect(readAlert('{"secret": "abc123xyz", "x": ').secrets).toContain('abc123xyz');
});

it.each([
  ['60123,buy,EURUSD,risk=1, secret=abc123xyz', '60123,buy,EURUSD,risk=1, secret=[redacted]'],
  ['signal=long;secret=abc123xyz;qty=1', 'signal=long;secret=[redacted];qty=1'],
  ['signal=long,qty=1,secret=Three Plain Words', 'signal=long,qty=1,secret=[redacted]'],
  ['qty=1, secret=Three Plain Words,signal=long', 'qty=1, secret=[redacted],signal=long'],
  ['buy BTCUSDT, key=abc123xyz t=limit', 'buy BTCUSDT, key=[redacted] t=limit'],
  ['key=abc123xyz buy BTCUSDT', 'key=[redacted] buy BTCUSDT'],
  ['TOKEN=abc123xyz\nSIGNAL=BUY', 'TOKEN=[redacted]\nSIGNAL=BUY'],
  ['password: "two words" buy', 'password: "[redacted]'],
  ['secret=', 'secret='],
  ['the secret of success', 'the secret of success'],
])('readAlert() redacts a secret in text: %s', (body, raw) => {
  expect(readAlert(body).raw).toBe(raw);
});

it('readAlert() gives up on a message with more secrets than anybody has, and keeps none of it', () => {
  const body = JSON.stringify({ key: Array.from({ length: 65 }, (_, n) => `secret-${n}`), symbol: 'BTCUSDT' });
  expect(readAlert(body)).toMatchObject({
    raw: '[redacted]',
    signals: [],
    notUnderstood: { code: 'too_many_secrets' },
  });
  expect(readAlert(body.slice(0, -1))).toMatchObject({
    raw: '[redacted]',
    notUnderstood: { code: 'too_many_secrets' },
  });
});

it('readAlert() does not repeat a secret in a reason', () => {
  const reading = readAlert(
    '{"secret": "abc123xyz", "symbol": "abc123xyz", "action": "abc123xyz", "quantity": "abc123xyz"}',
  );
  expect(reading.notUnderstood).toBeDefined();
  expect(JSON.stringify(reading.notUnderstood)).not.toContain('abc123xyz');
  const twice = readAlert('{"secret": "abc123xyz", "abc123xyz": 1, "abc123xyz": 2}');
  expect(twice.notUnderstood).toEqual({ code: 'duplicate_key', reason: expect.not.stringContaining('abc123xyz') });
});

it('readAlert() does not take a word after "key:" in a comment for a secret that stands elsewhere', () => {
  const reading = readAlert('{"symbol": "BTCUSDT", "action": "buy", "comment": "key: BTCUSDT"}');
  expect(reading.signals).toMatchObject([{ symbol: 'BTCUSDT' }]);
});

it('readAlert() takes the secret of a code out of the rest of JSON that breaks off', () => {
  const { secrets: _, ...kept } = readAlert(
    '{"code":"ENTER-LONG_Bybit_ETHUSDT_s3cr3t-of-mine","note":"is s3cr3t-of-mine',
  );
  expect(JSON.stringify(kept)).not.toContain('s3cr3t-of-mine');
});

it.each([
  { case: 'HTML', quote: '&quot;', colon: ':', comma: ',' },
  { case: 'HTML in numbers', quote: '&#34;', colon: ': ', comma: ', ' },
  { case: 'an address', quote: '%22', colon: '%3A', comma: '%2C' },
  { case: 'an address in small letters', quote: '%22', colon: '%3a%20', comma: '%2c' },
])('readAlert() takes secrets out of JSON that was escaped for $case', ({ quote, colon, comma }) => {
  const text = (word: string): string => quote + word + quote;
  for (const name of ['secret', 'pin', 'key', 'email_token']) {
    const body = `{${text('symbol')}${colon}${text('BTCUSDT')}${comma}${text(name)}${colon}${text('hunter2hunter2')}}`;
    const read = readAlert(body);
    expect(read.raw, body).toBe(body.replace('hunter2hunter2', '[redacted]'));
    expect(read.secrets).toContain('hunter2hunter2');
  }
});
