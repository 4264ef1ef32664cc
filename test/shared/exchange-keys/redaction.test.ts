import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ROUTES } from '../../../functions/api/route-table.ts';
import { Concealed } from '../../../shared/exchange-keys/concealed.ts';
import { openCredentials } from '../../../shared/exchange-keys/open-credentials.ts';
import { memoryExchangeKeyStore } from '../../../shared/exchange-keys/store.memory.ts';
import { problemOf } from '../../../shared/http/problem.ts';
import { readJsonBody } from '../../../shared/http/request-body.ts';
import { createLogger } from '../../../shared/log/logger.ts';
import { anAccount } from '../../support/build-signal.ts';
import {
  API_KEY,
  anExchangeKey,
  ed25519Pair,
  hmacCredentials,
  memoryVault,
  SECRET,
} from '../../support/exchange-keys.ts';
import { NOW } from '../../support/fixed.ts';

const { privateKeyPem } = ed25519Pair();
const FORBIDDEN = [SECRET, API_KEY, 'PRIVATE KEY', privateKeyPem.slice(30, 60)];
const body = { exchange: 'binance', mode: 'live', label: 'mine', apiKey: API_KEY, secret: SECRET };
const lines: string[] = [];

beforeEach(() => {
  lines.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
});
afterEach(() => vi.restoreAllMocks());

function holdsNothing(...texts: string[]): void {
  for (const text of texts) for (const clear of FORBIDDEN) expect(text).not.toContain(clear);
}

/** The body as the routes get it. */
function parsed(route: string, given: unknown): unknown {
  return ROUTES.find(({ name }) => name === route)?.body?.parse(given);
}

it.each([
  { route: 'addExchangeKey', given: body },
  { route: 'replaceExchangeKey', given: { apiKey: API_KEY, privateKeyPem } },
])('the request of $route holds no secret once it is parsed, however it is printed', ({ route, given }) => {
  const request = parsed(route, given);
  const json = JSON.stringify(request);
  expect(json).toContain('"credentials":"[secret]"');
  holdsNothing(json, inspect(request, { depth: 9, showHidden: true }), `${Object.values(request ?? {})}`);
});

it('a log line holds no secret, whatever is handed to it', async () => {
  const log = createLogger('test');
  const request = parsed('addExchangeKey', body);
  const error = new Error('failed', { cause: request });
  log.error('Something failed', { request, credentials: hmacCredentials(), error });
  log.error('Something failed', Object.assign(error, { request }));
  const said = lines.join('');
  expect(said, 'the lines were caught').toContain('"message":"Something failed"');
  expect(said).toContain('[secret]');
  holdsNothing(said);
});

it('an error about credentials holds none, with its cause and its answer', async () => {
  const exchangeKeys = memoryExchangeKeyStore();
  const vault = memoryVault();
  const key = anExchangeKey();
  const sealed = await vault.seal(key, hmacCredentials());
  const audit = { id: 'aud_1', userId: 'usr_1', actor: 'x', subject: 'key_1', detail: {}, at: NOW };
  await exchangeKeys.add(
    {
      key,
      secret: { ...sealed, sealed: sealed.sealed.slice(0, -1), apiKeyDigest: 'digest' },
      newAccount: undefined,
      uid: undefined,
    },
    { ...audit, action: 'exchange_key.added' },
  );
  const account = anAccount({ exchange: 'binance', mode: 'live' });
  const error = await openCredentials({ exchangeKeys, vault }, account).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'secret_unreadable' });
  const answer = problemOf(error, 'req_1');
  expect(answer).toMatchObject({ statusCode: 500 });
  expect(answer.body).not.toContain('acc_1');
  holdsNothing(inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), answer.body);
  holdsNothing(JSON.stringify([...exchangeKeys.kept.values()]), inspect(exchangeKeys.kept, { depth: 9 }));
});

it.each([
  { case: 'cut off', text: JSON.stringify(body).slice(0, -1) },
  { case: 'garbled after the secret', text: `{"secret": "${SECRET}" oops}` },
  { case: 'the secret alone', text: SECRET },
  { case: 'a private key', text: privateKeyPem },
])('a body that is no JSON ($case) is refused without repeating it', ({ text }) => {
  let error: unknown;
  try {
    readJsonBody({ body: text, isBase64Encoded: false });
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({ code: 'bad_request', message: expect.stringContaining('The body is not valid JSON') });
  const told = [inspect(error, { depth: 9 }), problemOf(error, '').body].join();
  holdsNothing(told);
  for (const part of [SECRET.slice(0, 8), API_KEY.slice(0, 8), '-----BEGIN']) expect(told).not.toContain(part);
});

it('a route that names the wrong fields repeats none of their values', () => {
  const result = ROUTES.find(({ name }) => name === 'addExchangeKey')?.body?.safeParse({
    ...body,
    mode: SECRET,
    apiSecret: SECRET,
    apiKey: `${API_KEY} `.repeat(3),
  });
  expect(result?.success).toBe(false);
  holdsNothing(JSON.stringify(result?.error?.issues), String(result?.error));
});

it('Concealed holds for both kinds of credentials', () => {
  const credentials = new Concealed({ apiKey: API_KEY, privateKeyPem });
  holdsNothing(`${credentials}`, JSON.stringify({ credentials }), inspect({ credentials }, { showHidden: true }));
});
