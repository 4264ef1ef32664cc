import pg from 'pg';
import type { RunningOffline } from '../../../scripts/local/offline.ts';
import { type FakeBinance, startFakeBinance } from '../../support/binance/fake-binance.ts';
import { keepTrading } from '../../support/binance/keep-trading.ts';
import { freePort } from '../../support/free-port.ts';
import { launchService } from '../../support/world.ts';
import { insertOwner, type OpenedAccount, openAccount, tradingEnv } from '../trading.ts';
import { exchangeProxy } from './exchange-proxy.ts';
import { PRICES } from './lives.ts';
import { postgresProxy } from './postgres-proxy.ts';
import { redisProxy } from './redis-proxy.ts';
import { createTap, type Tap } from './tap.ts';

/** A service with a database and an exchange of its own, everything it says to them under the tap. */
export type Shard = {
  baseUrl: string;
  pool: pg.Pool;
  fake: FakeBinance;
  tap: Tap;
  /** How often the tap killed it. */
  kills(): number;
  /** Resolves once it serves again after a kill; at once when it was not killed. */
  isUp(): Promise<void>;
  openAccount(): Promise<OpenedAccount>;
  end(): Promise<void>;
};

export type ShardOptions = { databaseUrl: string; redisUrl: string; log: (line: string) => void };

export async function startShard({ databaseUrl, redisUrl, log }: ShardOptions): Promise<Shard> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => {});
  await insertOwner(pool);
  const fake = await startFakeBinance({ network: 'testnet' });
  const stopTrading = keepTrading(() => {
    for (const [symbol, price] of Object.entries(PRICES)) fake.setPrice(symbol, price);
  });
  let app: RunningOffline | undefined;
  let kills = 0;
  let restarting: Promise<void> | undefined;
  const launch = async (): Promise<void> => {
    app = await launchService({ port, env, log });
  };
  const tap = createTap(() => {
    if (app === undefined) return;
    process.kill(app.pid, 'SIGKILL');
    kills += 1;
    restarting = app.exited.then(launch);
    restarting.catch(() => {});
  });
  const proxies = {
    postgres: await postgresProxy(addressOf(databaseUrl), tap),
    redis: await redisProxy(addressOf(redisUrl), tap),
    spot: await exchangeProxy(fake.urls.spot, tap),
    usdm: await exchangeProxy(fake.urls.usdm, tap),
  };
  const port = await freePort();
  const local = (passage: { port: number }): string => `http://127.0.0.1:${passage.port}`;
  const env = {
    ...tradingEnv({ ...fake.urls, spot: local(proxies.spot), usdm: local(proxies.usdm) }),
    DATABASE_URL: through(databaseUrl, proxies.postgres.port),
    REDIS_URL: through(redisUrl, proxies.redis.port),
  };
  await launch();
  const baseUrl = `http://127.0.0.1:${port}`;
  let opened = 0;
  return {
    ...{ baseUrl, pool, fake, tap, kills: () => kills },
    async isUp() {
      await restarting;
    },
    openAccount() {
      opened += 1;
      return openAccount(baseUrl, (options) => fake.addAccount(options), `account${opened}`);
    },
    async end() {
      stopTrading();
      await restarting?.catch(() => {});
      await app?.stop();
      await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
      await fake.close();
      await pool.end();
    },
  };
}

function addressOf(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

function through(url: string, port: number): string {
  const changed = new URL(url);
  changed.host = `127.0.0.1:${port}`;
  return changed.href;
}
