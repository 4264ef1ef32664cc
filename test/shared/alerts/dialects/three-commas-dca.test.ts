import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

const bot = {
  message_type: 'bot',
  bot_id: 999999,
  email_token: 'fffffff-fffff-fffff-ffff-ffffffffff',
  delay_seconds: 0,
};
const deal = { ...bot, pair: 'USDT_BTC' };

it.each([
  { message: deal, signals: [{ intent: 'buy', symbol: 'BTCUSDT', size: { type: 'strategy_default' } }] },
  { message: { ...deal, action: 'close_at_market_price' }, signals: [{ intent: 'flat', symbol: 'BTCUSDT' }] },
  {
    message: [
      { ...bot, bot_id: 1000001, action: 'close_at_market_price_all' },
      { ...bot, bot_id: 1000002, delay_seconds: 6 },
    ],
    signals: [
      { intent: 'flat', routeKey: '1000001', step: 1, of: 2, delaySeconds: 0 },
      { intent: 'buy', routeKey: '1000002', step: 2, of: 2, delaySeconds: 6 },
    ],
  },
  {
    message: { ...deal, action: 'add_funds_in_quote', volume: 15 },
    signals: [{ intent: 'add', size: { type: 'quote', value: '15' } }],
  },
  {
    message: { ...deal, action: 'close_at_market_price_all_and_stop_bot' },
    signals: [{ intent: 'flat' }, { intent: 'disable' }],
  },
  { message: { ...deal, action: 'cancel' }, signals: [{ intent: 'cancel_orders' }] },
  {
    message: { ...deal, action: 'cancel_all_and_stop_bot' },
    signals: [{ intent: 'cancel_orders' }, { intent: 'disable' }],
  },
  { message: { ...deal, action: 'stop_bot' }, signals: [{ intent: 'disable' }] },
  { message: { ...deal, action: 'start_bot' }, signals: [{ intent: 'enable' }] },
  { message: { ...deal, action: 'start_bot_and_start_deal' }, signals: [{ intent: 'enable' }, { intent: 'buy' }] },
  { message: { ...deal, pair: 'BUSD_1000PEPE' }, signals: [{ symbol: '1000PEPEBUSD' }] },
  { message: { ...deal, pair: 'BTC/USDT' }, signals: [{ symbol: 'BTCUSDT' }] },
])('3Commas DCA: $message is understood', ({ message, signals }) => {
  const read = readMessage(message);
  expect(read).toMatchObject({ dialect: '3commas-dca', signals });
  expect(read.secrets).toEqual([bot.email_token]);
  expect(read.raw).not.toContain(bot.email_token);
});

it('3Commas DCA: a bot of one pair leaves the symbol to the strategy', () => {
  expect(readMessage(bot).signals[0]).not.toHaveProperty('symbol');
});

it.each([
  ['long', 'open_long'],
  ['short', 'open_short'],
] as const)('3Commas DCA: a deal of a %s bot is %s', (dealSide, intent) => {
  expect(readMessage(deal, { dealSide }).signals).toMatchObject([{ intent }]);
});

it.each([
  { change: { action: 'add_funds_in_quote' }, code: 'quantity_missing' },
  { change: { action: 'start_trailing' }, code: 'action_not_supported' },
  { change: { action: 'explode' }, code: 'action_unknown' },
  { change: { delay_seconds: 'soon' }, code: 'not_a_number' },
])('3Commas DCA: refuses $change with $code', ({ change, code }) => {
  expect(readMessage({ ...deal, ...change })).toMatchObject({ signals: [], notUnderstood: { code } });
});
