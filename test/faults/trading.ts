import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { digestToken } from '../../shared/ids/secret-token.ts';
import type { AccountOptions } from '../support/binance/account.ts';
import type { FakeUrls } from '../support/binance/fake-binance.ts';
import type { TradedAccount } from './books/their-books.ts';

const API_TOKEN = 'tbt_test-token-of-the-owner';
const KEY_LENGTH = 64;
/** The fake answers at once, or after a delay of less than this. */
const FAKE_ENGINE_MS = 1_000;
/** What waits out an outage is to be carried out all the same: here it is losses that are looked for, not late entries. */
const MAX_ALERT_AGE_SECONDS = 86_400;
const RICH = '1000000000';

export type OpenedAccount = TradedAccount & { hookToken: string };

/** For `buildWorld`: somebody who may use the API, and nothing else yet. */
export async function insertOwner(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into users (id, email, password_hash, role, created_at) values ('usr_1', 'owner@example.com', 'x', 'owner', now())`,
  );
  await pool.query(
    `insert into api_tokens (id, user_id, name, digest, hint, created_at) values ('tok_1', 'usr_1', 'test', $1, 'wner', now())`,
    [digestToken(API_TOKEN)],
  );
}

/** What the service needs to trade on a fake. */
export function tradingEnv(urls: FakeUrls): Record<string, string> {
  return {
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    BINANCE_SPOT_URL: urls.spot,
    BINANCE_USDM_URL: urls.usdm,
    BINANCE_SPOT_WS_API_URL: urls.spotWsApi,
    BINANCE_USDM_STREAM_URL: `${urls.usdmStreams}/private/ws`,
    BINANCE_STAND_IN_ENGINE_MS: String(FAKE_ENGINE_MS),
    QUEUE_BUDGET_MS: '600000',
    QUEUE_LINGER_MS: '20000',
  };
}

/** A rich account on the fake, its key with us, and a strategy that trades whatever its hook is told. */
export async function openAccount(
  baseUrl: string,
  addToFake: (options: AccountOptions) => unknown,
  name: string,
): Promise<OpenedAccount> {
  const start = { spot: { USDT: RICH }, usdm: { USDT: RICH } };
  const keys = { apiKey: name.padEnd(KEY_LENGTH, 'k'), secret: `SecretOf${name}`.padEnd(KEY_LENGTH, 's') };
  await addToFake({ ...keys, ...start });
  const key = await callApi(baseUrl, '/exchange-keys', { exchange: 'binance', mode: 'testnet', label: name, ...keys });
  const { webhookUrl } = await callApi(baseUrl, '/strategies', {
    ...{ name, mode: 'testnet', accountId: key.accountId, defaultMarket: 'spot', sideRule: 'both' },
    ...{ sizing: { type: 'quote', value: '100' }, limits: { maxAlertAgeSeconds: MAX_ALERT_AGE_SECONDS } },
  });
  const hookToken = String(webhookUrl).split('/').at(-1) ?? '';
  return { accountId: String(key.accountId), apiKey: keys.apiKey, start, hookToken };
}

async function callApi(baseUrl: string, path: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(`${baseUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_TOKEN}` },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`POST ${path}: ${JSON.stringify(answer)}`);
  return answer;
}
