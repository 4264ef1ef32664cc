import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { digestToken } from '../../shared/ids/secret-token.ts';
import type { Market } from '../../shared/markets/market.ts';
import { callFake } from '../support/binance/process/call-fake.ts';
import { type FakeProcess, startFakeProcess } from '../support/binance/process/start-process.ts';
import type { RequestEntry } from '../support/binance/request-log.ts';
import { buildWorld, type World } from '../support/world.ts';

/** The service with an account on the fake Binance, which is a process of its own. */
export type ExchangeWorld = {
  world: World;
  hooks: Readonly<Record<Market, string>>;
  /** Of the fake, from the request after number `afterId` on. */
  requests(afterId?: number): Promise<RequestEntry[]>;
  /** Until no work is left that is due. */
  untilQuiet(): Promise<void>;
  end(): Promise<void>;
};

export const SYMBOLS = [
  { symbol: 'BTCUSDT', price: '50000', quantity: '0.01' },
  { symbol: 'ETHUSDT', price: '2500', quantity: '0.1' },
  { symbol: 'SOLUSDT', price: '100', quantity: '1' },
  { symbol: 'BNBUSDT', price: '500', quantity: '0.5' },
] as const;

const KEY = { apiKey: `${'b'.repeat(59)}Bench`, secret: 'BenchSecret'.repeat(5) };
const TOKEN = 'tbt_bench-exchange';
const TICK_MS = 1_000;
const QUIET_TIMEOUT_MS = 30_000;

export async function buildExchangeWorld(): Promise<ExchangeWorld> {
  const fake = await startFakeProcess(['--network', 'testnet']);
  const ticking = setInterval(() => void tickPrices(fake).catch(() => {}), TICK_MS);
  const endFake = async (): Promise<void> => {
    clearInterval(ticking);
    await fake.stop();
  };
  try {
    const fund = { USDT: '10000000' };
    await callFake(fake.controlUrl, 'addAccount', { ...KEY, spot: fund, usdm: fund });
    await tickPrices(fake);
    return await openWorld(fake, endFake);
  } catch (error) {
    await endFake();
    throw error;
  }
}

async function openWorld(fake: FakeProcess, endFake: () => Promise<void>): Promise<ExchangeWorld> {
  const world = await buildWorld({
    log: () => {},
    env: {
      ...{ BINANCE_SPOT_URL: fake.urls.spot, BINANCE_USDM_URL: fake.urls.usdm },
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    },
  });
  try {
    const hooks = await openAccount(world);
    return {
      ...{ world, hooks },
      requests: (afterId = 0) => callFake(fake.controlUrl, 'requests', afterId),
      untilQuiet: () => untilQuiet(world),
      async end() {
        const defects = await callFake(fake.controlUrl, 'defects');
        await world.end();
        await endFake();
        if (defects.length > 0)
          throw new Error(`The fake was asked what it cannot answer: ${JSON.stringify(defects[0])}`);
      },
    };
  } catch (error) {
    await world.end();
    throw error;
  }
}

/** The market moves by nothing, but it moves: a price that is not renewed is soon none. */
async function tickPrices(fake: FakeProcess): Promise<void> {
  for (const { symbol, price } of SYMBOLS) await callFake(fake.controlUrl, 'setPrice', symbol, price);
}

const opened = z.object({ accountId: z.string() });
const made = z.object({ webhookUrl: z.string() });

async function openAccount(world: World): Promise<Record<Market, string>> {
  await world.query(
    `insert into api_tokens (id, user_id, name, digest, hint, created_at) values ('tok_x', 'usr_1', 'bench', $1, 'ench', now())`,
    [digestToken(TOKEN)],
  );
  const key = { exchange: 'binance', mode: 'testnet', label: 'bench', ...KEY };
  const { accountId } = opened.parse(await post(world, '/exchange-keys', key));
  const hookOf = async (market: Market): Promise<string> => {
    const strategy = {
      ...{ name: `bench on ${market}`, mode: 'testnet', accountId, defaultMarket: market, sideRule: 'both' },
      ...{ sizing: { type: 'quote', value: '100' }, sizeFromAlert: true },
    };
    return made.parse(await post(world, '/strategies', strategy)).webhookUrl;
  };
  return { spot: await hookOf('spot'), usdm: await hookOf('usdm') };
}

async function post({ baseUrl }: World, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${baseUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`POST ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

async function untilQuiet(world: World): Promise<void> {
  const until = Date.now() + QUIET_TIMEOUT_MS;
  while (Date.now() < until) {
    const [row] = await world.query<{ count: string }>('select count(*) as count from work');
    if (row?.count === '0') return;
    await wait(20);
  }
  throw new Error('The work of the alerts does not end');
}
