import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../../scripts/local/embedded-postgres.ts';
import { migrate } from '../../shared/database/migrate.pg.ts';
import { freePort } from '../support/free-port.ts';
import { FILLED, type HeardService, heardService, PRICES } from '../support/heard-service.ts';
import { figuresOf, mb, ms } from './figures.ts';
import { memoryOf } from './start-up.ts';

const ROUNDS = 15;
const POLL_MS = 2;
const PATIENCE_MS = 150_000;
const QUANTITIES: Readonly<Record<string, string>> = { BTCUSDT: '0.01', ETHUSDT: '0.1', SOLUSDT: '1', BNBUSDT: '0.1' };
const SYMBOLS = Object.keys(PRICES);

type Took = { filledMs: number; protectedMs: number };

/** How long a fill on the exchange takes to be one here, and to be protected: told by the stream, and found by asking. */
export async function benchUserStream(root: string, row: (what: string, result: string) => void): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'tradingbot-stream-'));
  const postgres = await startPostgres({ folder: join(home, 'postgres'), port: await freePort(), durable: true });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 4 });
  pool.on('error', () => {});
  try {
    await migrate({ databaseUrl: postgres.url, folder: join(root, 'shared/database/migrations'), log: () => {} });
    for (const isDeaf of [false, true]) {
      await pool.query('truncate users, lanes, work, alerts, alert_identities, events, data_keys, ticks cascade');
      const service = await heardService({ url: postgres.url, pool }, { isDeaf });
      try {
        const took = isDeaf ? await spreadOverAMinute(service, pool) : await oneByOne(service, pool);
        tell(isDeaf ? 'found by asking every minute' : 'told by the stream', took, row);
        if (!isDeaf) row('memory of the service that hears', mb(memoryOf(service.living().pid)));
      } finally {
        await service.stop();
      }
    }
  } finally {
    await pool.end();
    await postgres.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function oneByOne(service: HeardService, pool: pg.Pool): Promise<Took[]> {
  while (service.timesHeard() === 0) await wait(50);
  const took: Took[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    for (const symbol of SYMBOLS) {
      await rest(service, symbol);
      took.push(await fill(service, symbol));
      await close(service, pool, symbol);
    }
  return took;
}

/** The schedule calls every minute: fills a quarter of it apart wait for it a quarter of it longer each. */
async function spreadOverAMinute(service: HeardService, pool: pg.Pool): Promise<Took[]> {
  for (const symbol of SYMBOLS) await rest(service, symbol);
  const took = await Promise.all(
    SYMBOLS.map(async (symbol, at) => {
      await wait(at * 15_000);
      return fill(service, symbol);
    }),
  );
  for (const symbol of SYMBOLS) await close(service, pool, symbol);
  return took;
}

async function rest(service: HeardService, symbol: string): Promise<void> {
  const price = PRICES[symbol] ?? 0;
  service.fake.setPrice(symbol, String(price));
  await service.rest(symbol, QUANTITIES[symbol] ?? '', price * 0.98);
}

async function fill(service: HeardService, symbol: string): Promise<Took> {
  const startedAt = performance.now();
  service.fake.setPrice(symbol, String((PRICES[symbol] ?? 0) * 0.979));
  let filledMs: number | undefined;
  while (performance.now() - startedAt < PATIENCE_MS) {
    const orders = await service.ordersOf(symbol);
    const tookMs = performance.now() - startedAt;
    if (orders.includes(FILLED[0] ?? '') && !orders.includes('open limit open')) filledMs ??= tookMs;
    if (filledMs !== undefined && orders.includes(FILLED[1] ?? '')) return { filledMs, protectedMs: tookMs };
    await wait(POLL_MS);
  }
  throw new Error(
    `The entry in ${symbol} is not filled and protected: ${JSON.stringify(await service.ordersOf(symbol))}`,
  );
}

async function close(service: HeardService, pool: pg.Pool, symbol: string): Promise<void> {
  await service.post({ symbol, action: 'close' });
  const text = `select 1 from positions where symbol = $1 and closed_at is null union all select 1 from orders
    where symbol = $1 and status in ('open', 'submitting', 'unknown') union all select 1 from work`;
  while ((await pool.query(text, [symbol])).rows.length > 0) await wait(10);
  await pool.query('update orders set symbol = $2 where symbol = $1', [symbol, `${symbol} done`]);
}

function tell(how: string, took: readonly Took[], row: (what: string, result: string) => void): void {
  const filled = figuresOf(
    took.map(({ filledMs }) => filledMs),
    1,
  );
  const guarded = figuresOf(
    took.map(({ protectedMs }) => protectedMs),
    1,
  );
  row(
    `fill on the exchange to the filled order, ${how}, p50 / p99 (${took.length})`,
    `${ms(filled.p50)} / ${ms(filled.p99)}`,
  );
  row(`fill on the exchange to the stop standing, ${how}, p50 / p99`, `${ms(guarded.p50)} / ${ms(guarded.p99)}`);
}
