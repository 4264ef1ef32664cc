import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningOffline, startOffline } from '../../scripts/local/offline.ts';
import { runNode } from '../../scripts/local/run-node.ts';
import { ownerDeps } from '../../shared/users/make-owner.pg.ts';
import { makeOwner } from '../../shared/users/make-owner.ts';
import { type FakeBinance, startFakeBinance } from '../support/binance/fake-binance.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { hexKey } from '../support/exchange-keys.ts';
import { freePort } from '../support/free-port.ts';

type Json = Record<string, unknown>;

const root = join(import.meta.dirname, '../..');
const KEY = { apiKey: `${'h'.repeat(60)}Hear`, secret: 'HearTheExchange'.repeat(4) };
const WITHIN_MS = 1_000;

let fake: FakeBinance;
let database: TestDatabase;
let token = '';
let hook = '';
const hosts: RunningOffline[] = [];
const said: string[] = [];

/** What `npm start` runs, in a process of its own. */
async function startHost(): Promise<RunningOffline> {
  const { spot, usdm, spotWsApi, usdmStreams } = fake.urls;
  const host = await startOffline({
    ...{ root, port: await freePort(), onLine: (line) => void said.push(line) },
    env: {
      ...{ DATABASE_URL: database.url, REDIS_URL: '', ENCRYPTION_KEY: hexKey(), LOG_LEVEL: 'INFO' },
      ...{ BINANCE_TESTNET_URL: spot, BINANCE_SPOT_URL: spot, BINANCE_USDM_URL: usdm },
      ...{ BINANCE_SPOT_WS_API_URL: spotWsApi, BINANCE_USDM_STREAM_URL: `${usdmStreams}/private/ws` },
    },
  });
  hosts.push(host);
  return host;
}

beforeAll(async () => {
  expect(await runNode(['scripts/build.ts'], root)).toBe(0);
  fake = await startFakeBinance({ network: 'testnet' });
  fake.addAccount({ ...KEY, spot: { USDT: '10000' }, usdm: { USDT: '10000' } });
  fake.setPrice('BTCUSDT', '50000');
  fake.setPrice('ETHUSDT', '2500');
  fake.setPrice('SOLUSDT', '100');
  database = await testDatabase('user_stream');
  const first = await startHost();
  const owner = await makeOwner(ownerDeps(database.pool), { baseUrl: `http://127.0.0.1:${first.port}` });
  token = owner?.apiToken ?? '';
  const key = await api('POST', '/exchange-keys', { exchange: 'binance', mode: 'testnet', label: 'testnet', ...KEY });
  const made = await api('POST', '/strategies', {
    ...{ name: 'on testnet', mode: 'testnet', accountId: key.accountId, defaultMarket: 'usdm', sideRule: 'both' },
    ...{ sizing: { type: 'quote', value: '100' }, sizeFromAlert: true },
  });
  hook = new URL(String(made.webhookUrl)).pathname;
  await heard(1);
});

afterAll(async () => {
  for (const host of hosts) await host.stop();
  const defects = fake.ledger.defects();
  await fake.close();
  await database.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const living = (): RunningOffline => {
  const host = hosts.find(({ child }) => child.exitCode === null && child.signalCode === null);
  if (host === undefined) throw new Error('No host is there');
  return host;
};

async function api(method: string, path: string, body?: Json): Promise<Json> {
  const response = await fetch(`http://127.0.0.1:${living().port}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Json;
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** How often an account was heard since the beginning. */
const timesHeard = (): number => said.filter((line) => line.includes('"An account is heard"')).length;

async function heard(times: number): Promise<void> {
  for (let turn = 0; turn < 400 && timesHeard() < times; turn += 1) await wait(25);
  expect(timesHeard(), said.slice(-5).join('\n')).toBeGreaterThanOrEqual(times);
}

const ordersOf = async (symbol: string): Promise<string[]> =>
  ((await api('GET', `/orders?symbol=${symbol}`)).items as Json[])
    .map(({ purpose, type, status }) => `${purpose} ${type} ${status}`)
    .sort();

async function until(symbol: string, wanted: string[]): Promise<void> {
  for (let turn = 0; turn < 400; turn += 1) {
    if (JSON.stringify(await ordersOf(symbol)) === JSON.stringify(wanted)) return;
    await wait(10);
  }
  expect(await ordersOf(symbol)).toEqual(wanted);
}

async function rest(symbol: string, quantity: string, price: number): Promise<void> {
  const message = { id: `${symbol}-${price}`, symbol, action: 'buy', order_type: 'limit', quantity, price, sl: '5%' };
  const response = await fetch(`http://127.0.0.1:${living().port}${hook}`, {
    method: 'POST',
    body: JSON.stringify(message),
  });
  expect(response.status).toBe(202);
  await until(symbol, ['open limit open']);
}

const DONE = ['open limit filled', 'protect stop_market open'];

it('an entry that fills on the exchange is filled here, and protected, within a second', async () => {
  await rest('BTCUSDT', '0.01', 49_000);
  const filledAtMs = performance.now();
  fake.setPrice('BTCUSDT', '48990');
  await until('BTCUSDT', DONE);
  expect(performance.now() - filledAtMs).toBeLessThan(WITHIN_MS);
});

it('an entry that fills while the connection is lost is found as soon as it is back', async () => {
  await rest('ETHUSDT', '0.1', 2_400);
  const before = timesHeard();
  fake.disconnectStreams();
  fake.setPrice('ETHUSDT', '2399');
  await heard(before + 1);
  const backAtMs = performance.now();
  await until('ETHUSDT', DONE);
  expect(performance.now() - backAtMs).toBeLessThan(WITHIN_MS);
});

it('another process hears the exchange seconds after the one that did was killed', async () => {
  const [first] = hosts;
  await startHost();
  await rest('SOLUSDT', '1', 95);
  const before = timesHeard();
  await wait(1_500);
  expect(timesHeard(), 'one process hears, and not two').toBe(before);
  const killedAtMs = performance.now();
  await first?.kill();
  fake.setPrice('SOLUSDT', '94.9');
  await heard(before + 1);
  await until('SOLUSDT', DONE);
  expect(performance.now() - killedAtMs).toBeLessThan(5_000);
  expect(fake.ledger.executions(), 'every entry was filled once').toHaveLength(3);
});

it('a process that is told to end is gone at once, and nothing that was said holds the secret', async () => {
  const toldAtMs = performance.now();
  await living().stop();
  expect(performance.now() - toldAtMs).toBeLessThan(3_000);
  const all = said.join('\n');
  for (const secret of [KEY.secret, KEY.apiKey]) expect(all).not.toContain(secret);
});
