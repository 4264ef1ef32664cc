import { beforeEach, describe, expect, it } from 'vitest';
import { pgAccountStore } from '../../../shared/accounts/store.pg.ts';
import { decimal as d, print } from '../../../shared/money/decimal.ts';
import { readPortfolio } from '../../../shared/portfolio/read-portfolio.ts';
import { refreshPrices } from '../../../shared/portfolio/refresh-prices.ts';
import { pgPortfolioStore } from '../../../shared/portfolio/store.pg.ts';
import { takeEquitySnapshot } from '../../../shared/portfolio/take-equity-snapshot.ts';
import { pgPositionList } from '../../../shared/positions/position-list.pg.ts';
import { loadRiskBook } from '../../../shared/risk/load-book.pg.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { onBinance } from '../../support/on-binance.ts';

const on = onBinance('account-prices');

/** An account on an exchange, beside a paper market that any alert may move. */
beforeEach(async () => {
  await on.database.pool.query(`update accounts set mode = 'testnet', exchange = 'binance'`);
  await on.database.pool.query(`update strategies set mode = 'testnet'`);
  await on.database.pool.query(
    `insert into prices (market, symbol, price, source, seen_at) values
       ('spot', 'BTCUSDT', 1, 'alert', $1), ('usdm', 'BTCUSDT', 1, 'alert', $1)`,
    [on.world.clock.now()],
  );
});

const deps = () => ({
  accounts: pgAccountStore(on.database.pool),
  portfolio: pgPortfolioStore(on.database.pool),
  chooseExchange: async () => on.exchange,
  now: on.world.clock.now,
});
const minutePasses = async (): Promise<void> => {
  on.world.clock.advance(60_000);
  expect(await takeEquitySnapshot(deps())).toEqual({ taken: 1, failed: [] });
};
const buy = (fields: Partial<Signal>) =>
  on.lanes.alert({ intent: 'open_long', size: { type: 'base', value: d('0.1') }, ...fields });
const book = () =>
  loadRiskBook(on.database.pool, { userId: 'usr_1', accountId: 'acc_1', symbol: 'BTCUSDT', cooldownSeconds: 0 });
const heldOf = async () =>
  (await book()).held.map(({ exposure, unrealizedPnl }) => [print(exposure), print(unrealizedPnl)]);
const equity = async () => Number(print((await readPortfolio(deps(), { userId: 'usr_1' })).total.equity));

describe('what an account on an exchange holds', () => {
  it('counts at what its exchange said, and at its cost before, never at what alerts to paper say', async () => {
    await buy({ market: 'usdm' });
    expect(await heldOf()).toEqual([['5000', '0']]);
    on.world.fake.setPrice('BTCUSDT', '40000');
    await minutePasses();
    expect(await heldOf()).toEqual([['4000', '-1000']]);
    const [listed] = (await pgPositionList(on.database.pool).list('usr_1', { status: 'open', limit: 5 })).items;
    expect(listed?.lastPrice && print(listed.lastPrice)).toBe('40000');
  });

  it('breaks a daily loss limit by what is lost and still open', async () => {
    await on.database.pool.query(`update strategies set limits = '{"maxDailyLoss": "500"}'`);
    await buy({ market: 'usdm' });
    on.world.fake.setPrice('BTCUSDT', '44000');
    await refreshPrices(deps(), on.exchange, { id: 'acc_1', userId: 'usr_1', mode: 'testnet' });
    const id = await buy({ market: 'usdm', signalPrice: d('44000') });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'max_daily_loss' });
  });

  it('is worth what it can be sold for: a purchase is no loss, and neither is its sale', async () => {
    await minutePasses();
    const before = await equity();
    expect(before).toBe(20_000);
    await buy({ market: 'spot' });
    await minutePasses();
    expect(await equity()).toBeGreaterThan(before - 20);
    await on.lanes.alert({ market: 'spot', intent: 'flat' });
    await minutePasses();
    expect(await equity()).toBeGreaterThan(before - 40);
  });
});

it('on paper the market stays what alerts say of it', async () => {
  await buy({ market: 'usdm' });
  await on.database.pool.query(`update accounts set mode = 'paper'`);
  expect(await heldOf()).toEqual([['0.1', '-4999.9']]);
});
