import { beforeEach, describe, expect, it } from 'vitest';
import { decimal as d } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { onBinance } from '../../support/on-binance.ts';

const on = onBinance('price-range');

beforeEach(async () => {
  await on.database.pool.query(`update accounts set mode = 'testnet', exchange = 'binance'`);
  await on.database.pool.query(`update strategies set mode = 'testnet'`);
});

const size = { type: 'base' as const, value: d('0.01') };
const sent = (): number =>
  on.world.fake.ledger.requests().filter(({ path, method }) => method === 'POST' && /\/order$/.test(path)).length;

describe('an entry with a limit that the exchange would refuse is denied with its figures, and not sent', () => {
  it.each([
    { market: 'usdm', intent: 'open_long', price: '60000', rule: 'price_band', says: ['60000', 'above', '50000'] },
    { market: 'usdm', intent: 'open_short', price: '40000', rule: 'price_band', says: ['40000', 'below', '50000'] },
    { market: 'spot', intent: 'open_long', price: '260000', rule: 'price_band', says: ['260000', '250000', '50000'] },
    { market: 'spot', intent: 'open_long', price: '9000', rule: 'price_band', says: ['9000', '10000', '50000'] },
    { market: 'usdm', intent: 'open_short', price: '9000000', rule: 'price_range', says: ['9000000', 'maximum'] },
    { market: 'usdm', intent: 'open_long', price: '10', rule: 'price_range', says: ['"10"', 'minimum'] },
  ] as const)('$intent on $market at $price: $rule', async ({ market, intent, price, rule, says }) => {
    const id = await on.lanes.alert({ market, intent, size, orderType: 'limit', price: d(price) });
    const ended = await on.lanes.alertOf(id);
    expect(ended).toMatchObject({ status: 'denied', reason_code: rule });
    for (const figure of says) expect(ended?.reason).toContain(figure);
    expect(sent()).toBe(0);
  });

  it('whatever price its alert brings', async () => {
    const lies: Partial<Signal> = { signalPrice: d('60000'), orderType: 'limit', price: d('60000') };
    const id = await on.lanes.alert({ market: 'usdm', intent: 'open_long', size, ...lies });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'price_band' });
    expect(sent()).toBe(0);
  });
});

it('a limit within the band is sent', async () => {
  const id = await on.lanes.alert({ market: 'usdm', intent: 'open_long', size, orderType: 'limit', price: d('45000') });
  expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'working' });
  expect(sent()).toBe(1);
});
