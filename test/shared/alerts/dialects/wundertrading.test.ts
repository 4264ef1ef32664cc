import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

const level = (priceDeviation: number) => ({ priceDeviation, portfolio: 0.25 });
const shares = ['1', '2', '3', '4'].map((value) => ({ kind: 'pct', value, share: '0.25' }));

it.each([
  {
    message: {
      ...{ code: 'Enter-Long', orderType: 'market', amountPerTradeType: 'quote', amountPerTrade: 150 },
      ...{ takeProfits: [level(0.01), level(0.02), level(0.03), level(0.04)], stopLoss: { priceDeviation: 0.01 } },
      ...{ reduceOnly: true, placeConditionalOrdersOnExchange: false },
    },
    signal: {
      ...{ intent: 'open_long', size: { type: 'quote', value: '150' }, reduceOnly: false },
      ...{ takeProfits: shares, stopLoss: { kind: 'pct', value: '1' } },
    },
  },
  {
    message: { code: 'Exit-All', orderType: 'market', reduceOnly: true },
    signal: { intent: 'flat', reduceOnly: true },
  },
  {
    message: {
      code: 'ENTER-LONG_Bybit_NONE_botname_15M_0a1b2c3d',
      amountPerTrade: '1.0',
      amountPerTradeType: 'percents',
    },
    signal: { intent: 'open_long', size: { type: 'pct_equity', value: '100' }, chartExchange: 'BYBIT' },
  },
  {
    message: {
      code: 'EXIT-LONG_Bybit_ETHUSDT_botname_15M_0a1b2c3d',
      amountPerTrade: 0.5,
      amountPerTradeType: 'percents',
    },
    signal: { intent: 'reduce', targetSide: 'long', symbol: 'ETHUSDT', size: { type: 'pct_position', value: '50' } },
  },
  {
    message: {
      code: 'ENTER-SHORT_Binance_BTCUSDT_botname_1H_0a1b2c3d',
      amountPerTradeType: '$',
      amountPerTrade: 20,
      leverage: 3,
    },
    signal: { intent: 'open_short', symbol: 'BTCUSDT', size: { type: 'quote', value: '20' }, leverage: '3' },
  },
  {
    message: { code: 'Enter-Long', orderType: 'limit', price: 59000, stopLoss: { price: 58000 } },
    signal: { orderType: 'limit', price: '59000', stopLoss: { kind: 'abs', value: '58000' } },
  },
  {
    message: 'ENTER-LONG_Bybit_ETHUSDT_botname_15M_0a1b2c3d',
    signal: { intent: 'open_long', symbol: 'ETHUSDT', chartExchange: 'BYBIT' },
  },
  { message: 'EXIT-ALL_0a1b2c3d\n', signal: { intent: 'flat' } },
])('WunderTrading: $message is understood', ({ message, signal }) => {
  expect(readMessage(message)).toMatchObject({ dialect: 'wundertrading', signals: [signal] });
});

it.each([
  {
    body: '{"code":"ENTER-LONG_Bybit_ETHUSDT_botname_15M_0a1b2c3d"}',
    raw: '{"code":"ENTER-LONG_Bybit_ETHUSDT_[redacted]"}',
  },
  { body: 'ENTER-LONG_Bybit_ETHUSDT_botname_15M_0a1b2c3d', raw: 'ENTER-LONG_Bybit_ETHUSDT_[redacted]' },
  { body: 'EXIT-ALL_0a1b2c3d', raw: 'EXIT-ALL_[redacted]' },
  { body: '{"code":"0a1b2c3d0a1b2c3d","orderType":"market"}', raw: '{"code":"[redacted]","orderType":"market"}' },
])('WunderTrading: keeps what $body says and not what lets somebody in', ({ body, raw }) => {
  const read = readMessage(body);
  expect(read.raw).toBe(raw);
  expect(read.secrets.some((secret) => secret.includes('0a1b2c3d'))).toBe(true);
  expect(JSON.stringify([read.signals, read.notUnderstood])).not.toContain('0a1b2c3d');
  expect(readMessage(read.raw), 'a replay reads the same').toMatchObject({
    dialect: 'wundertrading',
    raw,
    secrets: [],
  });
});

it('WunderTrading: the route is the bot of the code, whatever the code asks of it, as text and as JSON', () => {
  const codes = ['ENTER-LONG_Bybit_ETHUSDT_bot_0a1b2c3d', 'EXIT-ALL_Bybit_ETHUSDT_bot_0a1b2c3d'];
  const messages = [...codes, ...codes.map((code) => ({ code, amountPerTrade: 1, amountPerTradeType: 'quote' }))];
  const routes = messages.map((message) => readMessage(message).routes);
  expect(routes).toEqual(routes.map(() => [{ routeKey: expect.stringMatching(/^#[0-9a-f]{8}$/) }]));
  expect(new Set(routes.map(([route]) => route?.routeKey)).size).toBe(1);
});

it('WunderTrading: a code that only says what to do names nobody', () => {
  expect(readMessage({ code: 'Exit-All', orderType: 'market' }).routes).toEqual([{}]);
});

it('WunderTrading: the route is the same for the same code, and another for another', () => {
  const routeOf = (code: string) => readMessage(`ENTER-LONG_Bybit_ETHUSDT_${code}`).signals[0].routeKey;
  expect(routeOf('botname_15M_0a1b2c3d')).toMatch(/^#[0-9a-f]{8}$/);
  expect(routeOf('botname_15M_0a1b2c3d')).toBe(routeOf('botname_15M_0a1b2c3d'));
  expect(routeOf('botname_15M_0a1b2c3d')).not.toBe(routeOf('botname_15M_0a1b2c3e'));
});

it.each([
  { message: { code: '0a1b2c3d0a1b2c3d', orderType: 'market' }, code: 'code_unknown' },
  { message: { code: 'Enter-Long', orderType: 'limit' }, code: 'price_missing' },
  {
    message: { code: '{{strategy.order.comment}}', orderType: 'market' },
    code: 'placeholder_not_resolved',
  },
  { message: { code: 'Enter-Long', amountPerTradeType: 'lots', amountPerTrade: 1 }, code: 'quantity_type_unknown' },
  { message: { code: 'Enter-Long', amountPerTradeType: 'percents', amountPerTrade: 50 }, code: 'percent_unreadable' },
  { message: { code: 'Enter-Long', amountPerTrade: 100 }, code: 'quantity_type_unknown' },
  { message: { code: 'Enter-Long', amountPerTradeType: 'quote', amountPerTrade: 'NaN' }, code: 'not_a_number' },
  {
    message: { code: 'ENTER-LONG_Bybit_ETHUSDT_botname_15M_0a1b2c3d', symbol: 'BTCUSDT' },
    code: 'contradictory_fields',
  },
  { message: { code: 'Enter-Long', amountPerTrade: '50%' }, code: 'percent_unreadable' },
  { message: { code: 'Enter-Long', orderType: 'market', takeProfits: [{ portfolio: 1 }] }, code: 'level_unreadable' },
  {
    message: { code: 'Enter-Long', orderType: 'market', takeProfits: [1, 2, 3, 4, 5].map(level) },
    code: 'shares_above_all',
  },
  { message: 'ENTER-LONG_Deribit_BTCUSD.P_botname_15M_0a1b2c3d', code: 'coin_margined' },
])('WunderTrading: refuses $message with $code', ({ message, code }) => {
  expect(readMessage(message)).toMatchObject({ signals: [], notUnderstood: { code } });
});
