import { expect, it } from 'vitest';
import type { ReadSettings } from '../../../../shared/alerts/read-settings.ts';
import { readMessage } from '../../../support/read-message.ts';

const percent: ReadSettings = {
  pineConnector: { volumeUnit: 'loss_percent', targetUnit: 'percent', entryUnit: 'percent' },
};
const price: ReadSettings = { pineConnector: { volumeUnit: 'lots', targetUnit: 'price', entryUnit: 'price' } };

it.each([
  { text: '60123456789,closelong,GBPUSD', signal: { intent: 'close_long', symbol: 'GBPUSD', reduceOnly: true } },
  {
    text: '60123456789,sell,EURUSD,vol_lots=1, secret=HappyTrader501',
    signal: { intent: 'sell', symbol: 'EURUSD', size: { type: 'contracts', value: '1' } },
  },
  { text: 'licenseid,eaon,eaon', signal: { intent: 'enable' } },
  { text: '60123456789 , eaoff , eaoff', signal: { intent: 'disable' } },
  { text: '60123456789,closeall,BTCUSDT', signal: { intent: 'flat', symbol: 'BTCUSDT' } },
  { text: '60123456789,cancelshort,BTCUSDT.P', signal: { intent: 'cancel_orders', orderSide: 'sell', market: 'usdm' } },
  {
    text: '60123456789,newsltplong,BTCUSDT,sl_price=59000,tp_pct=2',
    signal: {
      ...{ intent: 'modify_protection', targetSide: 'long', stopLoss: { kind: 'abs', value: '59000' } },
      takeProfits: [{ kind: 'pct', value: '2', from: 'entry' }],
    },
  },
  {
    text: '60123456789,buy,BTCUSDT,vol_dollar=50,sl_pct=2,comment="a, b"',
    signal: { intent: 'buy', size: { type: 'risk_quote', value: '50' }, orderTag: 'a, b' },
  },
])('PineConnector: "$text" needs no setting', ({ text, signal }) => {
  const read = readMessage(text);
  expect(read).toMatchObject({ dialect: 'pineconnector', signals: [signal] });
  expect(read.signals[0].routeKey).toMatch(/^#[0-9a-f]{8}$/);
  expect(read.raw.startsWith('[redacted]')).toBe(true);
});

it.each([
  {
    text: '60123456789,buy,AUDUSD,risk=0.1',
    setting: 'pineConnector.volumeUnit (lots, loss_amount, loss_percent, margin_percent)',
  },
  { text: '60123456789,sell,GBPJPY,sl=50,risk=1', setting: 'pineConnector.targetUnit (price, percent)' },
  { text: 'LicenseID,long,US30.Cash,risk=1', setting: 'pineConnector.volumeUnit' },
  { text: '60123456789,buy,BTCUSDT,risk=1,sl=2', setting: 'pineConnector.volumeUnit' },
  { text: '60123456789,buylimit,BTCUSDT,vol_lots=1,price=2', setting: 'pineConnector.entryUnit (price, percent)' },
  { text: '60123456789,buy,BTCUSDT,vol_lots=1,betrigger=2', setting: 'pineConnector.targetUnit' },
])('PineConnector: "$text" is refused until $setting is chosen', ({ text, setting }) => {
  const { signals, notUnderstood } = readMessage(text);
  expect(signals).toEqual([]);
  expect(notUnderstood).toEqual({ code: 'unit_not_chosen', reason: expect.stringContaining(setting) });
});

it.each([
  {
    text: '60123456789,sell,GBPJPY,sl=50,risk=1',
    settings: percent,
    signal: { size: { type: 'risk_pct', value: '1' }, stopLoss: { kind: 'pct', value: '50', from: 'entry' } },
  },
  {
    text: '60123456789,buy,BTCUSDT,risk=1,sl=59000,tp=62000',
    settings: price,
    signal: {
      size: { type: 'contracts', value: '1' },
      stopLoss: { kind: 'abs', value: '59000' },
      takeProfits: [{ kind: 'abs', value: '62000' }],
    },
  },
  {
    text: '60123456789,buy,BTCUSDT,risk=1',
    settings: { pineConnector: { volumeUnit: 'margin_percent' } } satisfies ReadSettings,
    signal: { size: { type: 'pct_equity', value: '1' }, isSizeMargin: true },
  },
  {
    text: '60123456789,buylimit,BTCUSDT,vol_lots=1,price=59000',
    settings: price,
    signal: { orderType: 'limit', price: '59000' },
  },
  {
    text: '60123456789,sellstop,BTCUSDT,vol_lots=1,price=59000',
    settings: price,
    signal: { intent: 'sell', orderType: 'stop', stopPrice: '59000' },
  },
  {
    text: '60123456789,buylimit,BTCUSDT,vol_lots=1,price=2',
    settings: percent,
    signal: { orderType: 'limit', priceOffset: { kind: 'pct', value: '2', from: 'market', towards: 'better' } },
  },
  {
    text: '60123456789,buystop,BTCUSDT,vol_lots=1,price=2',
    settings: percent,
    signal: { orderType: 'stop', priceOffset: { kind: 'pct', value: '-2', from: 'market', towards: 'better' } },
  },
  {
    text: '60123456789,buy,BTCUSDT,vol_lots=1,sl=3,betrigger=1.5,beoffset=0.1',
    settings: percent,
    signal: {
      stopLoss: { kind: 'pct', value: '3' },
      breakEven: { kind: 'pct', trigger: '1.5', offset: '0.1' },
    },
  },
  {
    text: '60123456789,buy,BTCUSDT,vol_lots=1,sl=3,traildist=1',
    settings: percent,
    signal: { stopLoss: { kind: 'pct', value: '3', trailing: true, distance: '1' } },
  },
  {
    text: '60123456789,buy,BTCUSDT,vol_lots=1,trailtrig=200,traildist=100',
    settings: price,
    signal: { stopLoss: { kind: 'amount', value: '100', trailing: true, activation: '200' } },
  },
])('PineConnector: "$text" is read in the units that were chosen', ({ text, settings, signal }) => {
  expect(readMessage(text, settings)).toMatchObject({ dialect: 'pineconnector', signals: [signal] });
});

it.each([
  ['long', 'buy'],
  ['bull', 'buy'],
  ['BULLISH', 'buy'],
  ['short', 'sell'],
  ['bear', 'sell'],
  ['bearish', 'sell'],
])('PineConnector: the command %s is a %s', (command, intent) => {
  expect(readMessage(`60123456789,${command},BTCUSDT,vol_lots=1`).signals).toMatchObject([{ intent }]);
});

it.each([
  { text: '60123456789,sell,GBPJPY,vol_dollar=50,sl_pips=20', code: 'pips_not_supported' },
  { text: '60123456789,closelongpct,BTCUSDT,risk=50', code: 'command_unknown' },
  { text: '60123456789,buy,BTCUSDT,vol_lots=1,spread=5', code: 'condition_not_supported' },
  { text: '60123456789,buy,BTCUSDT,vol_lots=1,accfilter=500', code: 'condition_not_supported' },
  { text: '60123456789,buy,BTCUSDT,vol_lots=1,atrtimeframe=60', code: 'atr_not_supported' },
  { text: '60123456789,buy,BTCUSDT,vol_lots=1,hurry=1', code: 'field_not_supported' },
  { text: '60123456789,buy,BTCUSDT,vol_lots=1,now', code: 'field_not_supported' },
  { text: '60123456789,buy,BTCUSDT,vol_lots=many', code: 'not_a_number' },
  { text: '60123456789,buy,BTCUSDT,vol_lots=1,vol_lots=2', code: 'duplicate_key' },
  { text: '60123456789,buystop,BTCUSDT,vol_lots=1', code: 'price_missing' },
  { text: '60123456789,newsltpshort,BTCUSDT', code: 'level_missing' },
  { text: '60123456789,buy,NQ1!,vol_lots=1', code: 'continuous_future' },
  { text: '60123456789,eaon,BTCUSDT', code: 'symbol_unreadable' },
  { text: '60123456789,buy,BTCUSDT,vol_dollar=5', code: 'stop_loss_missing' },
])('PineConnector: refuses "$text" with $code', ({ text, code }) => {
  expect(readMessage(text)).toMatchObject({ dialect: 'pineconnector', signals: [], notUnderstood: { code } });
});

it.each([
  { fields: 'sl=3,trailtrig=2,traildist=1', code: 'trail_not_supported', reason: 'before it trails' },
  { fields: 'sl=1,traildist=3', code: 'trail_not_supported', reason: 'no wider than the stop loss' },
  { fields: 'traildist=1,trailstep=0.5', code: 'trail_not_supported', reason: 'trailstep' },
  { fields: 'sl=3,trailtrig=2', code: 'level_missing', reason: 'traildist' },
  { fields: 'sl=3,beoffset=0.1', code: 'level_missing', reason: 'betrigger' },
  { fields: 'betrigger=1', code: 'break_even_not_supported', reason: 'stop loss' },
  { fields: 'tp=5,betrigger=1', code: 'break_even_not_supported', reason: 'stop loss' },
  { fields: 'traildist=1,betrigger=1', code: 'break_even_not_supported', reason: 'does not trail' },
  { fields: 'risk=1', code: 'contradictory_fields', reason: '"vol_lots" and "risk"' },
  { fields: 'sl=3,sl_price=59000', code: 'contradictory_fields', reason: '"sl_price" and "sl"' },
])('PineConnector: refuses "$fields", of which a part would be dropped', ({ fields, code, reason }) => {
  const { signals, notUnderstood } = readMessage(`60123456789,buy,BTCUSDT,vol_lots=1,${fields}`, percent);
  expect(signals).toEqual([]);
  expect(notUnderstood).toEqual({ code, reason: expect.stringContaining(reason) });
});

it.each(['risk=NaN', 'vol_lots=na'])('PineConnector: a size of %s is not the size of the strategy', (size) => {
  expect(readMessage(`60123456789,buy,BTCUSDT,${size}`, percent).notUnderstood?.code).toBe('not_a_number');
});

it('PineConnector: keeps no licence, not even of a message that is cut off', () => {
  for (const text of ['60123456789,buy,BTCUSDT,risk=1', '60123456789,', '60123456789,bu', '  60123456789 ,x']) {
    const read = readMessage(text);
    expect(read.secrets).toEqual(['60123456789']);
    expect(JSON.stringify([read.raw, read.signals, read.notUnderstood])).not.toContain('60123456789');
  }
});

it('PineConnector: says what a line lacks that begins with a licence', () => {
  expect(readMessage('60123456789,buy').notUnderstood).toMatchObject({
    code: 'unknown_format',
    nearest: [{ dialect: 'pineconnector', missing: ['the symbol'] }],
  });
});
