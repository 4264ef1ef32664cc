import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

it.each([
  {
    text: 'signal=long,symbol=EURUSD,qty=100000,entry_price=1.0850,sl_price=1.0800,tp_price=1.0950,secret=YOUR_SECRET',
    signal: {
      ...{ intent: 'buy', symbol: 'EURUSD', size: { type: 'base', value: '100000' }, signalPrice: '1.085' },
      ...{ stopLoss: { kind: 'abs', value: '1.08' }, takeProfits: [{ kind: 'abs', value: '1.095' }] },
    },
  },
  { text: 'signal=closelong,symbol=EURUSD,secret=YOUR_SECRET', signal: { intent: 'close_long', symbol: 'EURUSD' } },
  {
    text: 'signal=modify,symbol=EURUSD,sl_price=1.0820,tp_price=1.0980,secret=YOUR_SECRET',
    signal: {
      intent: 'modify_protection',
      stopLoss: { kind: 'abs', value: '1.082' },
      takeProfits: [{ kind: 'abs', value: '1.098' }],
    },
  },
  { text: 'signal=cancellong,symbol=BTCUSDT', signal: { intent: 'cancel_orders', orderSide: 'buy' } },
  {
    text: 'signal=cancelshort,symbol=BTCUSDT,zone_id=7,zone_src=OB',
    signal: { intent: 'cancel_orders', orderSide: 'sell', orderTag: '7' },
  },
  { text: 'signal=exit,symbol=BTCUSDT,strategy=sflow-v2', signal: { intent: 'flat', routeKey: 'sflow-v2' } },
])('pinebridge: "$text" is understood', ({ text, signal }) => {
  const read = readMessage(text);
  expect(read).toMatchObject({ dialect: 'pinebridge', signals: [signal] });
  expect(read.raw).not.toContain('YOUR_SECRET');
});

it.each([
  { text: 'signal=hover,symbol=BTCUSDT', code: 'signal_unknown' },
  { text: 'signal=long,symbol=BTCUSDT,sl_pips=20', code: 'pips_not_supported' },
  { text: 'signal=armlong,symbol=BTCUSDT', code: 'price_missing' },
  { text: 'signal=long,symbol=BTCUSDT,qty=NaN', code: 'not_a_number' },
  { text: 'signal=long,symbol=BTCUSDT,qty=-1', code: 'not_positive' },
  { text: 'signal=long,symbol=BTCUSDT,qty=1,size=2', code: 'contradictory_fields' },
  { text: 'signal=long,symbol=BTCUSDT,qty=1,limit_price=61000', code: 'contradictory_fields' },
  { text: 'signal=long,symbol=', code: 'symbol_missing' },
])('pinebridge: refuses "$text" with $code', ({ text, code }) => {
  expect(readMessage(text)).toMatchObject({ signals: [], notUnderstood: { code } });
});

it('pinebridge: an order that rests takes the place of the last on its side', () => {
  const text = 'signal=armshort,symbol=BTCUSDT,qty=0.1,limit_price=61000,zone_id=7,tv_time=2026-01-05T10:00:07Z';
  const { signals } = readMessage(text);
  expect(signals).toMatchObject([
    { step: 1, of: 2, intent: 'cancel_orders', orderSide: 'sell', symbol: 'BTCUSDT' },
    {
      ...{ step: 2, intent: 'sell', orderType: 'limit', price: '61000', orderTag: '7' },
      signalAt: '2026-01-05T10:00:07.000Z',
    },
  ]);
  expect(signals[0]).not.toHaveProperty('orderTag');
});
