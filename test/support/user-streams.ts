import { toAccount } from '../../shared/accounts/store.pg.ts';
import { pgAlertStore } from '../../shared/alerts/store.pg.ts';
import type { Pool } from '../../shared/database/pool.pg.ts';
import { binanceUserStreams } from '../../shared/exchanges/binance/binance-user-streams.http.ts';
import { memoryBrake } from '../../shared/exchanges/binance/brake.memory.ts';
import type { BinanceConfig } from '../../shared/exchanges/binance/config.ts';
import { openBinance } from '../../shared/exchanges/binance/open-binance.http.ts';
import { exchangeChooser } from '../../shared/exchanges/choose-exchange.ts';
import { carryOut } from '../../shared/execution/carry-out.ts';
import { pgExecutionStore } from '../../shared/execution/store.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { silentLog } from '../../shared/log/logger.ts';
import type { Market } from '../../shared/markets/market.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { drainer } from '../../shared/queue/drain-lanes.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { systemClock } from '../../shared/time/clock.ts';
import type { KeptUserStreams } from '../../shared/user-streams/keep-user-streams.ts';
import { keepUserStreams } from '../../shared/user-streams/keep-user-streams.ts';
import { pgUserStreamStore } from '../../shared/user-streams/store.pg.ts';
import { startFakeBinance } from './binance/fake-binance.ts';
import { HOOK_TOKEN, insertTrader } from './trading-rows.ts';

const KEY = { apiKey: 'u'.repeat(64), secret: 'UserStream'.repeat(6) };

/** A trader on a fake testnet with a key, the lanes that work when they are rung, and streams that ring. No schedule. */
export async function userStreamWorld(pool: Pool, defaultMarket: Market) {
  const fake = await startFakeBinance({ network: 'testnet' });
  fake.addAccount({ ...KEY, spot: { USDT: '10000' }, usdm: { USDT: '10000' } });
  for (const [symbol, price] of [
    ['BTCUSDT', '50000'],
    ['ETHUSDT', '2500'],
  ] as const)
    fake.setPrice(symbol, price);
  await pool.query('truncate users, lanes, work, alerts, alert_identities, events, data_keys cascade');
  await insertTrader(pool, { defaultMarket });
  await pool.query(`update accounts set exchange = 'binance', mode = 'testnet'`);
  await pool.query(`update strategies set mode = 'testnet'`);
  await insertKey(pool);
  const config: BinanceConfig = {
    ...{
      BINANCE_TESTNET: true,
      BINANCE_DEMO: false,
      BINANCE_SPOT_URL: fake.urls.spot,
      BINANCE_USDM_URL: fake.urls.usdm,
    },
    BINANCE_SPOT_WS_API_URL: fake.urls.spotWsApi,
    BINANCE_USDM_STREAM_URL: `${fake.urls.usdmStreams}/private/ws`,
  };
  const floor = { now: systemClock, newId: idMaker(systemClock) };
  const opening = {
    ...floor,
    config,
    brake: memoryBrake(systemClock),
    credentialsOf: async () => ({ reveal: () => KEY }),
  };
  const chooseExchange = exchangeChooser({
    ...floor,
    paper: () => {
      throw new Error('Nothing is on paper here');
    },
    binance: openBinance(opening),
  });
  const queue = pgWorkQueue(pool);
  const executions = pgExecutionStore(pool, floor);
  const lanes = drainer(
    {
      ...floor,
      queue,
      log: silentLog,
      carryOut: carryOut({ ...floor, log: silentLog, queue, executions, chooseExchange }),
    },
    { lanes: 8, budgetMs: 40_000, lingerMs: 1_000 },
  );
  const opened: KeptUserStreams[] = [];
  let rung = 0;
  const drains = new Set<Promise<void>>();
  const drain = async (): Promise<void> => {
    const draining = lanes.drain().finally(() => drains.delete(draining));
    drains.add(draining);
    await draining;
  };
  return {
    fake,
    chooseExchange,
    rings: () => rung,
    /** As one process that hears. */
    hear(): KeptUserStreams {
      const streams = keepUserStreams(
        {
          ...{ now: systemClock, log: silentLog, userStreams: pgUserStreamStore(pool) },
          openUserStream: binanceUserStreams(opening),
          doorbell: {
            ring() {
              rung += 1;
              void drain();
            },
          },
        },
        { lookEveryMs: 50 },
      );
      opened.push(streams);
      return streams;
    },
    /** Keeps an alert of the strategy and works until it is carried out. */
    async alert(signal: Signal): Promise<string> {
      const id = floor.newId('alt');
      const hook = { by: 'token', digest: digestToken(HOOK_TOKEN) } as const;
      const kept = { id, source: 'webhook', receivedAt: new Date(), raw: '{}', bodyDigest: id } as const;
      await pgAlertStore(pool).keep(hook, {
        ...{ ...kept, identity: { key: id }, repairs: [] },
        signals: [{ ...signal, signalAt: new Date().toISOString() }],
      });
      await drain();
      // A ring of a moment ago may be what carries it out.
      while (drains.size > 0) await Promise.all(drains);
      return id;
    },
    /** As a person who trades on the exchange itself. */
    async tradeByHand(symbol: string, quantity: string): Promise<void> {
      const [account] = (await pool.query('select * from accounts')).rows;
      const exchange = await chooseExchange(toAccount(account));
      const market = { market: 'usdm', symbol, side: 'buy', quantity: decimal(quantity) } as const;
      await exchange.place({ ...market, type: 'market', reduceOnly: false, purpose: 'open', clientOrderId: 'by-hand' });
    },
    async close(): Promise<string[]> {
      await Promise.all(opened.map((streams) => streams.close()));
      while (drains.size > 0) await Promise.all(drains);
      const defects = fake.ledger.defects();
      await fake.close();
      return defects.map((defect) => JSON.stringify(defect));
    },
  };
}

export type UserStreamWorld = Awaited<ReturnType<typeof userStreamWorld>>;

/** A key of the trader's account as far as anybody looks at it who does not open it. */
export async function insertKey(pool: Pool): Promise<void> {
  await pool.query(
    `insert into data_keys (version, wrapped, master_fingerprint, created_at) values (1, '', 'x', now()) on conflict do nothing`,
  );
  await pool.query(
    `insert into exchange_keys (id, user_id, account_id, exchange, mode, label, kind, api_key_hint, api_key_digest, sealed,
       key_version, status, permissions, created_at, last_tested_at, last_test_result)
     values ('key_1', 'usr_1', 'acc_1', 'binance', 'testnet', 'trial', 'hmac', 'uuuu', 'x', '', 1, 'active',
       '{"basis":"account","canTrade":true,"canWithdraw":true,"spot":true,"permissions":[]}', now(), now(), '{"outcome":"passed"}')`,
  );
}
