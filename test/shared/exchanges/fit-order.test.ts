import { describe, expect, it } from 'vitest';
import { fitOrder } from '../../../shared/exchanges/fit-order.ts';
import { fitQuantity, type SymbolRules } from '../../../shared/exchanges/symbol-rules.ts';
import { type Decimal, decimal, print } from '../../../shared/money/decimal.ts';
import type { OrderDraft, OrderTerms, Side } from '../../../shared/orders/order.ts';

const d = decimal;
const rules: SymbolRules = {
  ...{ market: 'spot', symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT' },
  ...{ tickSize: d('0.01'), minPrice: d('100'), maxPrice: d('1000000') },
  ...{ stepSize: d('0.001'), minQuantity: d('0.001'), maxQuantity: d('100') },
  marketLot: { minQuantity: d('0.01'), maxQuantity: d('5'), stepSize: d('0.01') },
  ...{ minNotional: d('10'), maxNotional: d('900000') },
  marketNotional: { appliesMin: true, appliesMax: false },
  priceBand: { buy: { up: d('1.5'), down: d('0.2') }, sell: { up: d('5'), down: d('0.5') } },
  ...{ trailingBps: { min: 10, max: 2_000 }, maxOpenOrders: 3, maxConditionalOrders: 2, maxPosition: d('50') },
};
const situation = { price: d('50000') };

function draft(terms: OrderTerms, more: { quantity?: string; side?: Side; reduceOnly?: boolean } = {}): OrderDraft {
  const { quantity = '0.1', side = 'buy', reduceOnly = false } = more;
  return { market: 'spot', symbol: 'BTCUSDT', side, quantity: d(quantity), reduceOnly, purpose: 'open', ...terms };
}
const limit = (price: string): OrderTerms => ({ type: 'limit', price: d(price) });

describe('fitOrder()', () => {
  it.each([
    { case: 'a limit to buy down', side: 'buy', terms: limit('50000.019'), fits: { price: '50000.01' } },
    { case: 'a limit to sell up', side: 'sell', terms: limit('50000.011'), fits: { price: '50000.02' } },
    {
      case: 'trigger and limit together',
      ...{ side: 'sell', terms: { type: 'stop_limit', stopPrice: d('49000.001'), price: d('48000.001') } },
      fits: { stopPrice: '49000.01', price: '48000.01' },
    },
    {
      ...{ case: 'an activation price', side: 'sell', fits: { activationPrice: '51000.01' } },
      terms: { type: 'trailing_stop', callbackBps: 100, activationPrice: d('51000.001') },
    },
  ] as { case: string; side: Side; terms: OrderTerms; fits: Record<string, string> }[])(
    'brings $case onto the tick',
    ({ side, terms, fits }) => {
      const fitted = fitOrder(rules, draft(terms, { side }), situation);
      if (!fitted.ok) throw new Error(fitted.reason);
      const prices = Object.entries(fitted.draft).filter(([name]) => name in fits);
      expect(Object.fromEntries(prices.map(([name, value]) => [name, String(value)]))).toEqual(fits);
    },
  );

  it('rounds the quantity down, by the step of market orders where that is wider', () => {
    const quantityOf = (terms: OrderTerms): string => {
      const fitted = fitOrder(rules, draft(terms, { quantity: '0.1299' }), situation);
      return fitted.ok ? print(fitted.draft.quantity) : fitted.rule;
    };
    expect([quantityOf(limit('50000')), quantityOf({ type: 'market' })]).toEqual(['0.129', '0.12']);
  });

  const stop: OrderTerms = { type: 'stop_market', stopPrice: d('49000') };
  it.each([
    { rule: 'symbol_trading', with: { rules: { ...rules, haltedAs: 'BREAK' } }, says: '"BREAK"' },
    { rule: 'price_range', terms: limit('99.99'), says: '"99.99" is below the minimum "100"' },
    { rule: 'price_range', terms: limit('1000001'), says: '"1000001" is above the maximum "1000000"' },
    { rule: 'price_range', terms: { type: 'stop_market', stopPrice: d('1') }, says: 'stop price "1"' },
    { rule: 'price_band', terms: limit('75000.01'), says: '"75000" with the market at "50000"' },
    { rule: 'price_band', terms: limit('9999.99'), says: 'below the lowest price "10000"' },
    { rule: 'price_band', terms: limit('24999'), side: 'sell', says: 'below the lowest price "25000"' },
    { rule: 'trailing_range', terms: { type: 'trailing_stop', callbackBps: 5 }, says: 'from 10 to 2000' },
    { rule: 'trailing_range', terms: { type: 'trailing_stop', callbackBps: 10.5 }, says: '10.5' },
    { rule: 'max_open_orders', terms: limit('50000'), with: { openOrders: 3 }, says: 'allowed are 3' },
    { rule: 'max_conditional_orders', terms: stop, with: { conditionalOrders: 2 }, says: 'allowed are 2' },
    { rule: 'max_position', terms: limit('50000'), with: { position: d('49.95') }, says: '"50.05"' },
    { rule: 'min_quantity', terms: { type: 'market' }, quantity: '0.0099', says: '"0" is below the minimum "0.01"' },
    { rule: 'max_quantity', terms: { type: 'market' }, quantity: '5.01', says: '"5.01" is above the maximum "5"' },
    {
      rule: 'min_notional',
      terms: limit('5000'),
      quantity: '0.0019',
      with: { price: d('5000') },
      says: '"5" is below the minimum "10"',
    },
    { rule: 'max_notional', terms: limit('50000'), quantity: '18.001', says: '"900050" is above the maximum "900000"' },
  ] as {
    rule: string;
    terms?: OrderTerms;
    side?: Side;
    quantity?: string;
    with?: { rules?: SymbolRules; price?: Decimal; openOrders?: number; conditionalOrders?: number };
    says: string;
  }[])(
    'refuses by $rule, with the numbers: $says',
    ({ rule, terms = limit('50000'), with: more = {}, says, ...rest }) => {
      const fitted = fitOrder(more.rules ?? rules, draft(terms, rest), { ...situation, ...more });
      expect(fitted).toMatchObject({ ok: false, rule, reason: expect.stringContaining(says) });
    },
  );

  it('looks at nothing that is not known, and at no count that does not concern the order', () => {
    const market = fitOrder(rules, draft({ type: 'market' }), { ...situation, openOrders: 99, conditionalOrders: 99 });
    const sale = fitOrder(rules, draft(limit('50000'), { side: 'sell' }), { ...situation, position: d('999') });
    expect([market.ok, sale.ok]).toEqual([true, true]);
  });
});

describe('fitQuantity() of USD-M', () => {
  const usdm: SymbolRules = { ...rules, market: 'usdm' };
  it('asks no minimum notional of what only reduces, and spot does', () => {
    const passes = (of: SymbolRules) => fitQuantity(of, d('0.001'), d('5000'), { reduceOnly: true }).ok;
    expect([passes(usdm), passes(rules)]).toEqual([true, false]);
  });

  it('looks at the notional of market orders where the symbol says so', () => {
    const passes = (appliesMin: boolean, appliesMax: boolean, quantity: string, price: string) =>
      fitQuantity({ ...rules, marketNotional: { appliesMin, appliesMax } }, d(quantity), d(price), { type: 'market' })
        .ok;
    expect([passes(true, false, '0.01', '900'), passes(false, false, '0.01', '900')]).toEqual([false, true]);
    expect([passes(true, true, '5', '200000'), passes(true, false, '5', '200000')]).toEqual([false, true]);
  });
});
