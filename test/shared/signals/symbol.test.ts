import { expect, it } from 'vitest';
import { readSymbol } from '../../../shared/signals/symbol.ts';

it.each([
  ['BTCUSDT', 'BTCUSDT'],
  ['btcusdt', 'BTCUSDT'],
  [' BTC/USDT ', 'BTCUSDT'],
  ['BTC-USDT', 'BTCUSDT'],
  ['BTC_USDT', 'BTCUSDT'],
  ['1000PEPEUSDT', '1000PEPEUSDT'],
  ['1INCHUSDT', '1INCHUSDT'],
  ['1000000MOGUSDT', '1000000MOGUSDT'],
  ['PERPUSDT', 'PERPUSDT'],
  ['BTCPERP', 'BTCPERP'],
  ['BTCUSD', 'BTCUSD'],
  ['USDT_BTC', 'USDTBTC'],
  ['AMD', 'AMD'],
])('readSymbol() reads "%s" as %s and leaves the market open', (text, symbol) => {
  expect(readSymbol(text)).toEqual({ symbol });
});

it.each([
  ['BTCUSDT.P', 'BTCUSDT'],
  ['btcusdt.p', 'BTCUSDT'],
  ['BTCUSDTPERP', 'BTCUSDT'],
  ['BTCUSDT_PERP', 'BTCUSDT'],
  ['BTC/USDT:USDT', 'BTCUSDT'],
  ['BTC-USDT-SWAP', 'BTCUSDT'],
  ['BTC-USDC-SWAP', 'BTCUSDC'],
  ['BTC-USDT-PERP', 'BTCUSDT'],
  ['BTC-PERP', 'BTCUSDT'],
  ['1000PEPEUSDT.P', '1000PEPEUSDT'],
  ['BTCFDUSD.P', 'BTCFDUSD'],
])('readSymbol() reads "%s" as %s on USD-M', (text, symbol) => {
  expect(readSymbol(text)).toEqual({ symbol, market: 'usdm' });
});

it.each([
  ['BINANCE:BTCUSDT', { symbol: 'BTCUSDT', chartExchange: 'BINANCE' }],
  ['BYBIT:BTCUSDT.P', { symbol: 'BTCUSDT', market: 'usdm', chartExchange: 'BYBIT' }],
  ['BINANCE:BTC/USDT:USDT', { symbol: 'BTCUSDT', market: 'usdm', chartExchange: 'BINANCE' }],
  ['COINBASE:BTCUSD', { symbol: 'BTCUSD', chartExchange: 'COINBASE' }],
  ['CRYPTO_DL:BTCUSDT', { symbol: 'BTCUSDT', chartExchange: 'CRYPTO', delayed: true }],
  ['CRYPTO_DLY:BTCUSDT', { symbol: 'BTCUSDT', chartExchange: 'CRYPTO', delayed: true }],
])('readSymbol() takes the exchange off "%s"', (text, expected) => {
  expect(readSymbol(text)).toEqual(expected);
});

it.each([
  { text: '', base: 'BTC', quote: 'USDT', expected: { symbol: 'BTCUSDT' } },
  { text: '', base: 'BTC', quote: 'USDT.P', expected: { symbol: 'BTCUSDT', market: 'usdm' } },
  { text: '', base: 'BTC', quote: 'USDTPERP', expected: { symbol: 'BTCUSDT', market: 'usdm' } },
  { text: 'BTC', base: undefined, quote: 'USDT', expected: { symbol: 'BTCUSDT' } },
  { text: 'BTCUSDT', base: 'BTC', quote: 'USDT', expected: { symbol: 'BTCUSDT' } },
])('readSymbol() reads "$text" with base $base and quote $quote', ({ text, base, quote, expected }) => {
  expect(readSymbol(text, base, quote)).toEqual(expected);
});

it.each([
  ['BTCUSD.P', 'coin_margined'],
  ['BTCUSD_PERP', 'coin_margined'],
  ['BTC-USD-SWAP', 'coin_margined'],
  ['BTC/USD:BTC', 'coin_margined'],
  ['BTC-PERPETUAL', 'coin_margined'],
  ['NASDAQ:AAPL', 'stock'],
  ['KRX:005930', 'stock'],
  ['NQ1!', 'continuous_future'],
  ['CME_MINI:ES1!', 'continuous_future'],
  ['SPY 250624C596', 'option'],
  ['OPRA:SPY250624C596.0', 'option'],
  ['BTC-250328-50000-C', 'option'],
  ['MNQU2025', 'dated_future'],
  ['CME:ESZ2026', 'dated_future'],
  ['BTCUSDT_250328', 'dated_future'],
  ['BTC/USDT:USDT-250328', 'dated_future'],
  ['CRYPTOCAP:BTC.D', 'symbol_unreadable'],
  ['BTC USDT', 'symbol_unreadable'],
  ['BTC-USDT-FOO', 'symbol_unreadable'],
  ['B', 'symbol_unreadable'],
  ['[redacted]', 'symbol_unreadable'],
  ['X'.repeat(200), 'symbol_unreadable'],
  ['', 'symbol_missing'],
])('readSymbol() refuses "%s" with %s and quotes it', (text, code) => {
  const read = readSymbol(text);
  expect(read).toMatchObject({ refused: { code, reason: expect.stringContaining('Cannot read symbol: "') } });
  expect(JSON.stringify(read).length).toBeLessThan(250);
});

it('readSymbol() refuses a quote in dollars settled in the coin, named apart', () => {
  expect(readSymbol('', 'BTC', 'USD.P')).toMatchObject({ refused: { code: 'coin_margined' } });
});

it('readSymbol() refuses a base without a quote', () => {
  expect(readSymbol('', 'BTC', undefined)).toMatchObject({ refused: { code: 'symbol_missing' } });
});
