import { expect, it } from 'vitest';
import { readAlert } from '../../../../shared/alerts/read-alert.ts';

const EXAMPLE = `{"passphrase":"replace-me","time":"2026-01-05T10:00:07Z","exchange":"BINANCE","ticker":"BTCUSDT",
 "bar":{"time":"2026-01-05T09:00:00Z","open":59950.1,"high":60110,"low":59900.25,"close":60000.50,"volume":182.4},
 "strategy":{"position_size":-1.5,"order_action":"sell","order_contracts":3,"order_price":60000.5,"order_id":"Short","market_position":"short","market_position_size":1.5,"prev_market_position":"long","prev_market_position_size":1.5}}`;

it('the tutorial: the example is read as a target position with the one before', () => {
  const reading = readAlert(EXAMPLE);
  expect(reading).toMatchObject({ dialect: 'tutorial', secrets: ['replace-me'], repairs: [] });
  expect(JSON.parse(JSON.stringify(reading.signals))).toEqual([
    {
      dialect: 'tutorial',
      step: 1,
      of: 1,
      delaySeconds: 0,
      symbol: 'BTCUSDT',
      chartExchange: 'BINANCE',
      intent: 'target_position',
      orderSide: 'sell',
      size: { type: 'base', value: '3' },
      reduceOnly: false,
      orderType: 'market',
      takeProfits: [],
      cancelFirst: false,
      targetSide: 'short',
      targetQuantity: '1.5',
      previousSide: 'long',
      previousQuantity: '1.5',
      signalPrice: '60000.5',
      signalAt: '2026-01-05T10:00:07.000Z',
      barAt: '2026-01-05T09:00:00.000Z',
      orderTag: 'Short',
      dryRun: false,
      extras: {
        'bar.open': '59950.1',
        'bar.high': '60110',
        'bar.low': '59900.25',
        'bar.close': '60000.50',
        'bar.volume': '182.4',
      },
    },
  ]);
});

it('the tutorial: a position size without a market position says the side by its sign', () => {
  const { signals } = readAlert('{"ticker":"BTCUSDT","strategy":{"order_action":"sell","position_size":-0.5}}');
  expect(signals).toMatchObject([{ dialect: 'tutorial', intent: 'target_position', targetSide: 'short' }]);
});

it('the tutorial: an order without positions is a side', () => {
  const { signals } = readAlert('{"ticker":"BTCUSDT","strategy":{"order_action":"buy","order_contracts":"0.5"}}');
  expect(signals).toMatchObject([{ dialect: 'tutorial', intent: 'buy', size: { type: 'base' } }]);
});

it('the tutorial: placeholders without quotes that were not filled in are refused by name', () => {
  const { notUnderstood } = readAlert('{"ticker":"BTCUSDT","bar":{"open":{{open}}},"strategy":{"order_action":"buy"}}');
  expect(notUnderstood).toEqual({
    code: 'placeholder_not_resolved',
    reason: expect.stringContaining('"bar.open" still holds {{open}}'),
  });
});
