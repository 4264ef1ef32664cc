import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { type RunningOffline, startOffline } from '../../scripts/local/offline.ts';
import { ownerDeps } from '../../shared/users/make-owner.pg.ts';
import { makeOwner } from '../../shared/users/make-owner.ts';
import { type FakeBinance, startFakeBinance } from './binance/fake-binance.ts';
import { hexKey } from './exchange-keys.ts';
import { freePort } from './free-port.ts';

type Json = Record<string, unknown>;

export const HEARD_KEY = { apiKey: `${'h'.repeat(60)}Hear`, secret: 'HearTheExchange'.repeat(4) };
export const PRICES: Readonly<Record<string, number>> = { BTCUSDT: 50_000, ETHUSDT: 2_500, SOLUSDT: 100, BNBUSDT: 600 };
/** An entry that rested, and the stop behind it. */
export const FILLED = ['open limit filled', 'protect stop_market open'];

const root = join(import.meta.dirname, '../..');

export type HeardService = {
  fake: FakeBinance;
  /** Every line that a host logged. */
  said: readonly string[];
  hosts: readonly RunningOffline[];
  /** What `npm start` runs, in a process of its own. */
  startHost(): Promise<RunningOffline>;
  /** One that was not ended yet. */
  living(): RunningOffline;
  /** Posts an alert of the strategy that trades USD-M on the fake testnet. */
  post(message: Json): Promise<void>;
  /** Has an entry with a stop rest under the market. */
  rest(symbol: string, quantity: string, price: number): Promise<void>;
  /** "purpose type status" of the orders that did not end otherwise than filled. */
  ordersOf(symbol: string): Promise<string[]>;
  /** How often a market was heard since the beginning. */
  timesHeard(): number;
  stop(): Promise<void>;
};

/** The service on a database of its own and a fake exchange, which tells of orders unless it is `isDeaf`. Needs dist/. */
export async function heardService(
  { url, pool }: { url: string; pool: pg.Pool },
  { isDeaf = false } = {},
): Promise<HeardService> {
  const fake = await startFakeBinance({ network: 'testnet' });
  fake.addAccount({ ...HEARD_KEY, spot: { USDT: '10000' }, usdm: { USDT: '10000' } });
  for (const [symbol, price] of Object.entries(PRICES)) fake.setPrice(symbol, String(price));
  const { spot, usdm, spotWsApi, usdmStreams } = fake.urls;
  const streams = { BINANCE_SPOT_WS_API_URL: spotWsApi, BINANCE_USDM_STREAM_URL: `${usdmStreams}/private/ws` };
  const hosts: RunningOffline[] = [];
  const said: string[] = [];
  let token = '';
  let hook = '';
  const startHost = async (): Promise<RunningOffline> => {
    const host = await startOffline({
      ...{ root, port: await freePort(), onLine: (line) => void said.push(line) },
      env: {
        ...{ DATABASE_URL: url, REDIS_URL: '', ENCRYPTION_KEY: hexKey(), LOG_LEVEL: 'INFO' },
        ...{ BINANCE_SPOT_URL: spot, BINANCE_USDM_URL: usdm, ...(isDeaf ? {} : streams) },
      },
    });
    hosts.push(host);
    return host;
  };
  const living = (): RunningOffline => {
    const host = hosts.find(({ child }) => child.exitCode === null && child.signalCode === null);
    if (host === undefined) throw new Error('No host is there');
    return host;
  };
  const ask = async (path: string, body: Json): Promise<Json> => {
    const headers = { authorization: `Bearer ${token}` };
    const address = `http://127.0.0.1:${living().port}${path}`;
    const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = (await response.json()) as Json;
    if (!response.ok) throw new Error(`POST ${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const ordersOf = async (symbol: string): Promise<string[]> => {
    const text = `select purpose || ' ' || type || ' ' || status as told from orders
      where symbol = $1 and status not in ('canceled', 'expired') order by told`;
    return (await pool.query<{ told: string }>(text, [symbol])).rows.map(({ told }) => told);
  };
  let posted = 0;
  const post = async (message: Json): Promise<void> => {
    posted += 1;
    await ask(hook, { id: `heard-${posted}`, ...message });
  };
  const first = await startHost();
  const owner = await makeOwner(ownerDeps(pool), { baseUrl: `http://127.0.0.1:${first.port}` });
  token = owner?.apiToken ?? '';
  const key = await ask('/api/v1/exchange-keys', {
    exchange: 'binance',
    mode: 'testnet',
    label: 'trial',
    ...HEARD_KEY,
  });
  const made = await ask('/api/v1/strategies', {
    ...{ name: 'on testnet', mode: 'testnet', accountId: key.accountId, defaultMarket: 'usdm', sideRule: 'both' },
    ...{ sizing: { type: 'quote', value: '100' }, sizeFromAlert: true },
  });
  hook = new URL(String(made.webhookUrl)).pathname;
  return {
    ...{ fake, said, hosts, startHost, living, post, ordersOf },
    timesHeard: () => said.filter((line) => line.includes('"An account is heard"')).length,
    async rest(symbol, quantity, price) {
      await post({ symbol, action: 'buy', order_type: 'limit', quantity, price, sl: '5%' });
      for (let turn = 0; turn < 1_000; turn += 1) {
        if ((await ordersOf(symbol)).includes('open limit open')) return;
        await wait(10);
      }
      throw new Error(`The order does not rest: ${JSON.stringify(await ordersOf(symbol))}`);
    },
    async stop() {
      for (const host of hosts) await host.stop();
      await fake.close();
    },
  };
}
