import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import { pgPaperExchange } from '../../shared/exchanges/paper/paper-exchange.pg.ts';
import { seePrice } from '../../shared/exchanges/paper/see-price.ts';
import { pgPaperStore } from '../../shared/exchanges/paper/store.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import type { Market } from '../../shared/markets/market.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { type BinanceWorld, binanceWorld } from './binance/binance-world.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { exchangeLanes } from './exchange-lanes.ts';
import { insertTrader } from './trading-rows.ts';

/** `exchange` is what the lanes trade on: a test may put another in its place. */
export type OnBinance = {
  database: TestDatabase;
  world: BinanceWorld;
  exchange: Exchange;
  lanes: ReturnType<typeof exchangeLanes>;
};

/** For a whole file: a database of that name and, new for each test, a trader on a fake Binance, which tells what it was asked wrongly. */
export function onBinance(name: string): OnBinance {
  const on = {} as OnBinance;
  beforeAll(async () => {
    on.database = await testDatabase(name);
  });
  afterAll(() => on.database.close());
  beforeEach(async () => {
    on.world = await binanceWorld();
    on.exchange = on.world.open().exchange;
    on.lanes = exchangeLanes(on.database.pool, { exchange: () => on.exchange, now: on.world.clock.now });
    await on.database.pool.query(
      'truncate users, lanes, work, alerts, alert_identities, events, audit, paper_orders, prices cascade',
    );
    await insertTrader(on.database.pool);
  });
  afterEach(async () => {
    const defects = on.world.fake.ledger.defects();
    await on.world.close();
    expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
  });
  return on;
}

/** Puts the paper exchange in the place of Binance, with so much to trade with. */
export async function tradePaper(on: OnBinance, { market, quote }: { market: Market; quote: string }): Promise<void> {
  const { now } = on.world.clock;
  on.exchange = pgPaperExchange(on.database.pool, { account: { id: 'acc_1' }, now, newId: idMaker(now) });
  await on.database.pool.query(
    `insert into paper_balances (account_id, market, asset, free) values ('acc_1', $1, 'USDT', $2)`,
    [market, quote],
  );
}

/** BTCUSDT comes to `price`, on Binance or on paper, and a second later everything is looked after. */
export async function priceIs(
  on: OnBinance,
  { market, onPaper, price }: { market: Market; onPaper: boolean; price: string },
): Promise<void> {
  const { now } = on.world.clock;
  const deps = { store: pgPaperStore(on.database.pool), now, newId: idMaker(now) };
  if (!onPaper) on.world.fake.setPrice('BTCUSDT', price);
  else await seePrice(deps, { market, symbol: 'BTCUSDT', price: decimal(price), seenAt: now(), source: 'test' });
  on.world.clock.advance(1_000);
  await on.lanes.tick();
}
