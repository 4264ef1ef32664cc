import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

const at = 'e=BINANCEFUTURES a=BINANCE s=BTCUSDT';

it('Autoview: a flip in three commands cancels and closes at once, and opens after both pauses', () => {
  const text = `${at} c=order b=short | delay=1 | ${at} c=position b=short t=market ro=1 | delay=1 | ${at} b=long q=25% t=market`;
  expect(readMessage(text)).toMatchObject({
    dialect: 'autoview',
    signals: [
      { step: 1, of: 3, intent: 'cancel_orders', orderSide: 'sell', delaySeconds: 0 },
      { step: 2, of: 3, intent: 'close_short', delaySeconds: 0, reduceOnly: true },
      {
        step: 3,
        of: 3,
        intent: 'open_long',
        delaySeconds: 2,
        size: { type: 'pct_available', value: '25' },
        market: 'usdm',
        accountAlias: 'BINANCE',
      },
    ],
  });
});

it.each([
  {
    case: 'a close at a price',
    text: `${at} c=position b=long p=0.70% q=50% t=limit ro=1`,
    signals: [
      {
        ...{ intent: 'reduce', targetSide: 'long', size: { type: 'pct_position', value: '50' }, orderType: 'limit' },
        priceOffset: { kind: 'pct', value: '0.7', from: 'market', towards: 'up' },
      },
    ],
  },
  {
    case: 'an entry and, later, its stop',
    text: `${at} b=long q=50% t=market | delay=2 | ${at} c=position b=long sl=-3.1%`,
    signals: [
      { intent: 'open_long', delaySeconds: 0 },
      { intent: 'modify_protection', targetSide: 'long', delaySeconds: 2, stopLoss: { kind: 'pct', value: '3.1' } },
    ],
  },
  {
    case: 'dollars at a distance',
    text: 's=BTCUSDT b=buy q=80 p=0.1% u=currency',
    signals: [
      {
        intent: 'buy',
        size: { type: 'quote', value: '80' },
        orderType: 'limit',
        priceOffset: { kind: 'pct', value: '0.1' },
      },
    ],
  },
  {
    case: 'a timed exit',
    text: `${at} b=long t=market | delay=60 | ${at} c=position b=long t=market`,
    signals: [
      { intent: 'open_long', size: { value: '100' }, delaySeconds: 0 },
      { intent: 'close_long', delaySeconds: 60 },
    ],
  },
  {
    case: 'lines, a label and a dry run',
    text: `Flip ${at} b=sell q=0.5 t=market d=1 l=5\n\ndelay=10\n${at} c=position t=market`,
    signals: [
      { intent: 'sell', dryRun: true, leverage: '5', size: { type: 'base', value: '0.5' } },
      { intent: 'flat', delaySeconds: 10 },
    ],
  },
  {
    case: 'a share of equity',
    text: `${at} b=buy q=10% y=equity t=market`,
    signals: [{ size: { type: 'pct_equity', value: '10' } }],
  },
  {
    case: 'a price of its own',
    text: `${at} b=buy q=1 p=59000 t=post`,
    signals: [{ orderType: 'limit', price: '59000', postOnly: true }],
  },
  {
    case: 'fill or kill',
    text: `${at} b=buy q=1 p=59000 t=fok`,
    signals: [{ orderType: 'limit', timeInForce: 'fok' }],
  },
  {
    case: 'levels attached',
    text: `${at} b=long q=1 t=market & tp=2% & sl=1% ts=0.5%`,
    signals: [
      {
        takeProfits: [{ kind: 'pct', value: '2' }],
        stopLoss: { kind: 'pct', value: '1', trailing: true, distance: '0.5' },
      },
    ],
  },
  {
    case: 'a stop loss at a price',
    text: `${at} b=short q=1 t=market & tp=-2% & sl=#61000`,
    signals: [{ takeProfits: [{ kind: 'pct', value: '2' }], stopLoss: { kind: 'abs', value: '61000' } }],
  },
  {
    case: 'a stop of a short',
    text: `${at} c=position b=short sl=3%`,
    signals: [{ intent: 'modify_protection', targetSide: 'short', stopLoss: { kind: 'pct', value: '3' } }],
  },
])('Autoview: $case is understood', ({ text, signals }) => {
  expect(readMessage(text)).toMatchObject({ dialect: 'autoview', signals });
});

it('Autoview: an order without a price and a type is refused until the hook says what it is', () => {
  const text = `${at} b=long q=25%`;
  const { signals, notUnderstood } = readMessage(text);
  expect(signals).toEqual([]);
  expect(notUnderstood).toEqual({
    code: 'unit_not_chosen',
    reason: expect.stringContaining('autoviewMarketWithoutPrice (true, false)'),
  });
  expect(readMessage(text, { autoviewMarketWithoutPrice: true }).signals).toMatchObject([
    { intent: 'open_long', orderType: 'market' },
  ]);
  expect(readMessage(text, { autoviewMarketWithoutPrice: false }).notUnderstood?.code).toBe('unit_not_chosen');
});

it.each([
  { text: 'e= b=buy q=80 p=0.1% u=currency', code: 'symbol_missing' },
  {
    text: 'e=DERIBIT a=ACCOUNT s=BTC-PERPETUAL b=long q=50% t=market | delay=2 | e=DERIBIT a=ACCOUNT s=BTC-PERPETUAL c=position b=long sl=-3.1% p=-3%',
    code: 'coin_margined',
  },
  { text: 's=BTCUSDT b=up t=market', code: 'b_unknown' },
  { text: 's=BTCUSDT c=trade b=long t=market', code: 'c_unknown' },
  { text: 's=BTCUSDT b=long q=1 t=open', code: 't_unknown' },
  { text: 's=BTCUSDT b=long q=1-2 t=market', code: 'not_a_number' },
  { text: 's=BTCUSDT b=long q=NaN t=market', code: 'not_a_number' },
  { text: 's=BTCUSDT c=position b=long q= t=market', code: 'not_a_number' },
  { text: 's=BTCUSDT b=long q=1 p=1%-2% t=limit', code: 'not_a_number' },
  ...['sl=2% ts=100', 'sl=60000', 'sl=-100', 'tp=70000', 'ts=100', 'tp=100', 'sl=#-100', 'sl=0%', 'sl=NaN%'].map(
    (levels) => ({ text: `s=BTCUSDT b=long q=1 t=market ${levels}`, code: 'not_a_number' }),
  ),
  ...['sl=#60000 ts=1%', 'ts=#100', 'sl=1% ts=2%'].map((levels) => ({
    text: `s=BTCUSDT b=long q=1 t=market ${levels}`,
    code: 'trail_not_supported',
  })),
  ...[
    'b=long q=1 sl=+1%',
    'b=long q=1 tp=-1%',
    'b=short q=1 sl=-1%',
    'b=sell q=1 tp=+1%',
    'b=short c=position sl=-1%',
  ].map((command) => ({ text: `s=BTCUSDT t=market ${command}`, code: 'level_not_supported' })),
  { text: 's=BTCUSDT c=position b=long sl=-3.1% p=-3%', code: 'limit_not_supported' },
  { text: 's=BTCUSDT c=position b=long q=50% sl=-3%', code: 'stop_share_not_supported' },
  { text: 's=BTCUSDT c=position b=long t=market tp=2%', code: 'level_not_supported' },
  { text: 's=BTCUSDT c=position sl=-3%', code: 'side_missing' },
  { text: 's=BTCUSDT b=long q=1 t=market cm=2', code: 'field_not_supported' },
  { text: 's=BTCUSDT b=long q=1 t=market right now', code: 'field_not_supported' },
  { text: 's=BTCUSDT b=long q=1 q=2 t=market', code: 'duplicate_key' },
  { text: 's=BTCUSDT b=long t=market | delay=1-9 | s=BTCUSDT c=position t=market', code: 'not_a_number' },
  { text: 's=BTCUSDT b=long q=1 t=market\n'.repeat(21), code: 'too_many_steps' },
  { text: 's=BTCUSDT b=long q=1 t=market\n'.repeat(50), code: 'too_many_steps' },
])('Autoview: refuses "$text" with $code', ({ text, code }) => {
  expect(readMessage(text)).toMatchObject({ signals: [], notUnderstood: { code } });
});
