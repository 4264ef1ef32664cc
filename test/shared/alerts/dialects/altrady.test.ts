import { expect, it } from 'vitest';
import { readMessage } from '../../../support/read-message.ts';

const bot = { api_key: 'YOUR_ALTRADY_API_KEY', api_secret: 'YOUR_ALTRADY_API_SECRET' };
const open = { ...bot, action: 'open', exchange: 'BYBI', symbol: 'BYBI_USDT_SOL' };

it.each([
  {
    message: open,
    signals: [{ intent: 'open_long', symbol: 'SOLUSDT', size: { type: 'strategy_default' }, dryRun: false }],
  },
  {
    message: { test: true, ...bot, side: 'long', exchange: 'binance', symbol: 'BINA_USDT_BTC' },
    signals: [{ intent: 'open_long', symbol: 'BTCUSDT', dryRun: true }],
  },
  {
    message: { ...open, side: 'short', quote_amount: 50, leverage: 3 },
    signals: [{ intent: 'open_short', size: { type: 'quote', value: '50' }, leverage: '3' }],
  },
  {
    message: { ...open, action: 'increase', quote_amount: 20 },
    signals: [{ intent: 'add', size: { type: 'quote', value: '20' } }],
  },
  {
    message: { ...open, action: 'reduce', position_percentage: 25 },
    signals: [{ intent: 'reduce', size: { type: 'pct_position', value: '25' } }],
  },
  { message: { ...open, action: 'close', side: 'short' }, signals: [{ intent: 'close_short' }] },
  { message: { ...open, action: 'close' }, signals: [{ intent: 'flat' }] },
  { message: { ...open, action: 'reverse', side: 'short' }, signals: [{ intent: 'reverse_to_short' }] },
  { message: { ...bot, action: 'start_bot' }, signals: [{ intent: 'enable' }] },
  { message: { ...open, action: 'start_and_open' }, signals: [{ intent: 'enable' }, { intent: 'open_long' }] },
  { message: { ...bot, action: 'stop_and_close' }, signals: [{ intent: 'flat' }, { intent: 'disable' }] },
  {
    message: {
      ...open,
      take_profit: [
        { price_percentage: 2, position_percentage: 50 },
        { price_percentage: 4, position_percentage: 50 },
      ],
      stop_loss: { stop_percentage: 3 },
    },
    signals: [
      {
        stopLoss: { kind: 'pct', value: '3' },
        takeProfits: [
          { kind: 'pct', value: '2', share: '0.5' },
          { kind: 'pct', value: '4', share: '0.5' },
        ],
      },
    ],
  },
])('Altrady: $message is understood', ({ message, signals }) => {
  const read = readMessage(message);
  expect(read).toMatchObject({ dialect: 'altrady', signals });
  expect(read.signals[0].routeKey).toMatch(/^#[0-9a-f]{8}$/);
  expect(read.raw).not.toContain('YOUR_ALTRADY');
});

it('Altrady: the id of a position comes again when it is closed, and is no id of one message', () => {
  const [signal] = readMessage({ ...open, signal_id: 'pos-2026-17' }).signals;
  expect(signal).toMatchObject({ orderTag: 'pos-2026-17' });
  expect(signal).not.toHaveProperty('explicitId');
});

it.each([
  { message: { ...open, action: 'hedge' }, code: 'action_unknown' },
  { message: { ...open, side: 'up' }, code: 'side_unknown' },
  { message: { ...open, action: 'reverse' }, code: 'side_missing' },
  { message: { ...open, action: 'reduce' }, code: 'quantity_missing' },
  { message: { ...open, dca_orders: [{ price_percentage: -2 }] }, code: 'dca_not_supported' },
  { message: { ...open, action: 'close', position_percentage: 50 }, code: 'size_not_supported' },
  { message: { ...open, action: 'reduce', position_percentage: 'NaN' }, code: 'not_a_number' },
  { message: { ...open, action: 'increase', position_percentage: 50, base_amount: 1 }, code: 'contradictory_fields' },
  { message: { ...open, quote_amount: 50, base_amount: 1 }, code: 'contradictory_fields' },
  { message: { ...open, quote_amount: 'NaN' }, code: 'not_a_number' },
  { message: { ...open, order_type: 'limit', price: 150 }, code: 'order_type_not_supported' },
  {
    message: { ...open, stop_loss: { stop_percentage: 2, protection_type: 'BREAK_EVEN' } },
    code: 'field_not_supported',
  },
  {
    message: { ...open, stop_loss: { stop_percentage: 2, position_percentage: 50 } },
    code: 'stop_share_not_supported',
  },
  { message: { ...open, stop_loss: { stop_percentage: 2, stop_price: 140 } }, code: 'contradictory_fields' },
  { message: { ...open, symbol: undefined }, code: 'symbol_missing' },
])('Altrady: refuses $message with $code', ({ message, code }) => {
  expect(readMessage(message)).toMatchObject({ dialect: 'altrady', signals: [], notUnderstood: { code } });
});
