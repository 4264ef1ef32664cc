import { expect, it } from 'vitest';
import { type Preview, renderPreview } from '../../../scripts/local/render-preview.ts';

type Step = Preview['steps'][number];
type Decision = NonNullable<Step['decision']>;

const signal: Step['signal'] = {
  ...{ dialect: 'generic', step: 1, of: 1, delaySeconds: 0, symbol: 'BTCUSDT', intent: 'buy', reduceOnly: false },
  ...{ orderType: 'market', takeProfits: [], cancelFirst: false, dryRun: false, extras: {} },
  size: { type: 'quote', value: '100' },
};
const order: Decision['orders'][number] = {
  ...{ market: 'usdm', symbol: 'BTCUSDT', side: 'buy', type: 'market', purpose: 'open', reduceOnly: false },
  ...{ wantedQuantity: '0.001666666666666666666667', quantity: '0.001', price: '60000', notional: '60', leverage: '3' },
  commission: { rate: '0.001', quantity: '0.06', basis: 'account_settings' },
};
const bought: Decision = { kind: 'orders', orders: [order] };
const nothing: Decision = {
  kind: 'no_op',
  orders: [],
  code: 'already_flat',
  reason: 'There is no open position to close',
};
const decidedOn: Step['decidedOn'] = {
  ...{ market: 'usdm', symbol: 'BTCUSDT', lastPrice: '60000' },
  rules: {
    base: 'BTC',
    quote: 'USDT',
    tickSize: '0.1',
    stepSize: '0.001',
    minQuantity: '0.001',
    maxQuantity: '9',
    minNotional: '5',
  },
};

const page = (preview: Partial<Preview>): string =>
  renderPreview(
    { isUnderstood: true, dialect: 'generic', repairs: [], raw: '', strategyId: 'str_1', steps: [], ...preview },
    { filled: [], names: '"demo"' },
  );
const pageOf = (decision: Decision, step: Partial<Step> = {}): string =>
  page({ steps: [{ signal, decision, decidedOn, ...step }] });

it('renderPreview() shows an order with its quantity before and after rounding, its price, cost and leverage', () => {
  expect(pageOf(bought)).toContain(
    '    1       BUY 0.001 of 0.0016666666… to open, market, about 60000: 60 USDT, commission 0.06, leverage 3',
  );
});

it.each([
  { terms: { stopPrice: '61000' }, where: 'at 61000, then at the market' },
  { terms: { stopPrice: '61000', limitPrice: '61100' }, where: 'at 61000, then limit 61100' },
  { terms: { callbackPercent: '1' }, where: '1 % behind the price' },
  { terms: { callbackPercent: '1', activationPrice: '59000' }, where: '1 % behind the price from 59000' },
])('renderPreview() shows what an order waits for: $where', ({ terms, where }) => {
  expect(pageOf({ kind: 'orders', orders: [{ ...order, ...terms }] })).toContain(` to open, ${where}: 60 USDT`);
});

it('renderPreview() shows what rests and would be canceled', () => {
  const at = '2026-11-26T12:00:00.000Z';
  const ids = { alertId: 'alt_1', signalId: 'sig_1', strategyId: 'str_1', accountId: 'acc_1', clientOrderId: 'tv-1' };
  const entry: NonNullable<Step['cancels']>[number] = {
    ...{ id: 'ord_1', step: 1, ...ids, market: 'usdm', symbol: 'BTCUSDT', side: 'buy', type: 'limit', purpose: 'open' },
    ...{ reduceOnly: false, quantity: '0.01', price: '49000', status: 'open', filledQuantity: '0' },
    ...{ createdAt: at, updatedAt: at },
  };
  expect(pageOf(nothing, { cancels: [entry] })).toContain(
    '    cancels BUY 0.01 to open, limit 49000 (ord_1)\n    nothing is sent: There is no open position to close',
  );
});

it('renderPreview() shows what protects with its prices, and what cannot stand', () => {
  const leg = { type: 'stop_market' as const, side: 'sell' as const, quantity: '0.001' };
  const protection: Decision['protection'] = {
    orders: [
      { ...leg, role: 'stop', level: 0, stopPrice: '58000', pair: 1 },
      { ...leg, role: 'take_profit', level: 1, limitPrice: '62000', pair: 1 },
      { ...leg, role: 'take_profit', level: 2, callbackPercent: '1.5', activationPrice: '61000' },
    ],
    unprotected: [{ role: 'take_profit', level: 3, reason: 'too small' }],
    breakEven: { triggerPrice: '61500', stopPrice: '60060' },
  };
  expect(
    pageOf({ ...bought, protection })
      .split('\n')
      .slice(7, 12),
  ).toEqual([
    '    stop    SELL 0.001 at 58000, then at the market, pair 1',
    '    target1 SELL 0.001 limit 62000, pair 1',
    '    target2 SELL 0.001 1.5 % behind the price from 61000',
    '            at 61500 the stop moves to 60060',
    '    target3 CANNOT STAND: too small',
  ]);
});

it('renderPreview() shows the rule that denies, and the order that it stops', () => {
  const denial = { rule: 'max_exposure', reason: 'Exposure "800" is above "400"', scope: 'user' as const };
  const text = pageOf({ kind: 'denied', orders: [], denial, deniedOrder: order });
  expect(text).toContain(
    '    DENIED by max_exposure of the user: Exposure "800" is above "400"\n    it was  BUY 0.001',
  );
});

it('renderPreview() says once what several holdings come to', () => {
  const assumed: Step['assumed'] = {
    ...{ quantity: '0.001', price: '60000', basis: 'strategy_sizing' },
    cases: [
      { held: 'flat', decision: nothing },
      { held: 'long', position: { quantity: '0.001', averageEntryPrice: '60000' }, decision: bought },
      { held: 'short', position: { quantity: '-0.001', averageEntryPrice: '60000' }, decision: nothing },
    ],
  };
  const text = pageOf(nothing, { assumed });
  expect(text).toContain(
    '  Now, holding nothing; holding 0.001 short from 60000:\n    nothing is sent: There is no open',
  );
  expect(text).toContain('  Holding 0.001 long from 60000:\n    1       BUY');
  expect(text).toContain("The 0.001 that is assumed is what the strategy's own sizing buys at 60000.");
});

it('renderPreview() names the nearest formats of a message that is not understood, and what each lacks', () => {
  const nearest = [{ dialect: 'okx', missing: ['instrument'] }];
  const text = page({ isUnderstood: false, notUnderstood: { code: 'symbol_missing', reason: 'No symbol', nearest } });
  expect(text).toContain(
    'NOT UNDERSTOOD (symbol_missing)\n  No symbol\n\nNearest formats:\n  okx                     lacks instrument',
  );
});

it('renderPreview() says which strategies there are when none was named', () => {
  const { strategyId: _, ...undecided }: Partial<Preview> = { strategyId: 'x', steps: [{ signal }] };
  const text = renderPreview(
    { isUnderstood: true, repairs: [], raw: '', steps: [], ...undecided },
    { filled: [], names: '"a", "b"' },
  );
  expect(text).toContain('add --strategy and one of "a", "b"');
});

it('renderPreview() says that the strategy would not take a message, and what it would do if it did', () => {
  const refused = { code: 'dialect_not_allowed', reason: 'It takes okx only' };
  const text = page({ refused, steps: [{ signal, decision: bought, decidedOn }] });
  expect(text).toContain('THE STRATEGY WOULD NOT TAKE IT (dialect_not_allowed)\n  It takes okx only\n  If it did:');
  expect(text).toContain('BUY 0.001');
});
