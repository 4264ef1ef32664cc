import { expect, it } from 'vitest';
import { fillPlaceholders, readMessage } from '../../../support/read-message.ts';

it.each([
  {
    text: 'EXCHANGE={{exchange}}\nSYMBOL={{ticker}}\nSIGNAL=BUY',
    signal: { intent: 'buy', symbol: 'BTCUSDT', chartExchange: 'BINANCE', orderType: 'market' },
  },
  {
    text: 'EXCHANGE=binance\nSYMBOL=BTCUSDT\nVOLUME=0.01\nPRICE=30000\nTAKE_PROFIT_PRICE=35000\nSIGNAL=BUY\nORDER_TYPE=LIMIT',
    signal: {
      intent: 'buy',
      size: { type: 'base', value: '0.01' },
      orderType: 'limit',
      price: '30000',
      takeProfits: [{ kind: 'abs', value: '35000' }],
    },
  },
  {
    text: 'EXCHANGE=binance\nSYMBOL=ATOMUSDT\nSIGNAL=CANCEL\nPARAM_SIDE=SELL\nTAG=exit1',
    signal: { intent: 'cancel_orders', symbol: 'ATOMUSDT', orderSide: 'sell', orderTag: 'exit1' },
  },
  {
    text: 'EXCHANGE=binance;SYMBOL=SOLUSDT;VOLUME=100a%;SIGNAL=BUY',
    signal: { symbol: 'SOLUSDT', size: { type: 'pct_available', value: '100' } },
  },
  {
    text: 'SYMBOL=BTCUSDT;SIGNAL=SELL;VOLUME=20p%',
    signal: { intent: 'reduce', targetSide: 'long', size: { type: 'pct_position', value: '20' } },
  },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;VOLUME=20%p', signal: { intent: 'reduce', targetSide: 'short' } },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;VOLUME=2%', signal: { size: { type: 'pct_equity', value: '2' } } },
  {
    text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;VOLUME=100q;LEVERAGE=3',
    signal: { size: { type: 'quote', value: '100' }, leverage: '3' },
  },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=SELL;REDUCE_ONLY=true', signal: { intent: 'close_long', reduceOnly: true } },
  {
    text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;ORDER_TYPE=LIMIT;PRICE=-25%',
    signal: { priceOffset: { kind: 'pct', value: '-25', from: 'market', towards: 'up' } },
  },
  {
    text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;ORDER_TYPE=LIMIT;PRICE=-400d',
    signal: { priceOffset: { kind: 'amount', value: '-400' } },
  },
  {
    text: 'SYMBOL=BTCUSDT;SIGNAL=SELL;ORDER_TYPE=STOP;STOP_PRICE=55000',
    signal: { orderType: 'stop', stopPrice: '55000' },
  },
  {
    text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;STOP_PRICE=-5%',
    signal: { stopLoss: { kind: 'pct', value: '5', from: 'market' } },
  },
  {
    text: 'SYMBOL=BTCUSDT;SIGNAL=SELL;STOP_PRICE=400d;TAKE_PROFIT_PRICE=-10%',
    signal: {
      stopLoss: { kind: 'amount', value: '400', from: 'market' },
      takeProfits: [{ kind: 'pct', value: '10', from: 'market' }],
    },
  },
  {
    text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;TAKE_PROFIT_PRICE_1=61000;TAKE_PROFIT_VOLUME_RATIO_1=1;TAKE_PROFIT_PRICE_2=10%;TAKE_PROFIT_VOLUME_RATIO_2=3',
    signal: {
      takeProfits: [
        { kind: 'abs', value: '61000', share: '0.25' },
        { kind: 'pct', value: '10', from: 'market', share: '0.75' },
      ],
    },
  },
])('OctoBot: "$text" is understood', ({ text, signal }) => {
  expect(readMessage(fillPlaceholders(text))).toMatchObject({ dialect: 'octobot', signals: [signal] });
});

it('OctoBot: keeps no token', () => {
  const { raw, secrets } = readMessage('TOKEN=abc123xyz\nSYMBOL=BTCUSDT\nSIGNAL=BUY');
  expect({ raw, secrets }).toEqual({ raw: 'TOKEN=[redacted]\nSYMBOL=BTCUSDT\nSIGNAL=BUY', secrets: ['abc123xyz'] });
});

it.each([
  { text: 'SYMBOL=BTCUSDT;SIGNAL=HOLD', code: 'signal_unknown' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;VOLUME=12s%', code: 'size_not_supported' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;VOLUME=10t%', code: 'size_not_supported' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;VOLUME=much', code: 'not_a_number' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;VOLUME=0', code: 'not_positive' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;ORDER_TYPE=LIMIT', code: 'price_missing' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=SELL;ORDER_TYPE=STOP', code: 'price_missing' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;PRICE=low', code: 'not_a_number' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;ORDER_TYPE=ICEBERG', code: 'order_type_unknown' },
  ...[
    'SIGNAL=BUY;STOP_PRICE=5%',
    'SIGNAL=BUY;TAKE_PROFIT_PRICE=-400d',
    'SIGNAL=SELL;STOP_PRICE=-5%',
    'SIGNAL=SELL;TAKE_PROFIT_PRICE=10%',
    'SIGNAL=BUY;STOP_PRICE=0%',
  ].map((fields) => ({ text: `SYMBOL=BTCUSDT;${fields}`, code: 'level_not_supported' })),
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;ORDER_TYPE=STOP_LIMIT;PRICE=59000', code: 'order_type_unknown' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;ORDER_TYPE=TRAILING_STOP', code: 'order_type_unknown' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=SELL;ORDER_TYPE=STOP;STOP_PRICE=1;PRICE=2', code: 'contradictory_fields' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;VOLUME=NaN', code: 'not_a_number' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=CANCEL;EXCHANGE_ORDER_IDS=1,2', code: 'cancel_not_supported' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;TAKE_PROFIT_PRICE_11=70000', code: 'field_not_supported' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;TAKE_PROFIT_VOLUME_RATIO_1=1', code: 'field_not_supported' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;TRAILING_STOP=1', code: 'field_not_supported' },
  { text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;SIGNAL=SELL', code: 'duplicate_key' },
  {
    text: 'SYMBOL=BTCUSDT;SIGNAL=BUY;TAKE_PROFIT_PRICE=1;TAKE_PROFIT_VOLUME_RATIO=1;TAKE_PROFIT_PRICE_1=2',
    code: 'contradictory_fields',
  },
])('OctoBot: refuses "$text" with $code', ({ text, code }) => {
  expect(readMessage(text)).toMatchObject({ dialect: 'octobot', signals: [], notUnderstood: { code } });
});

it('OctoBot: says that the signal is missing', () => {
  expect(readMessage('SYMBOL=BTCUSDT\nVOLUME=1').notUnderstood).toMatchObject({
    nearest: [{ dialect: 'octobot', missing: ['SIGNAL='] }],
  });
});
