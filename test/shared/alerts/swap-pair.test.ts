import { expect, it } from 'vitest';
import { swapPair } from '../../../shared/alerts/swap-pair.ts';

it.each([
  ['USDT_BTC', 'BTC/USDT'],
  ['BTC-ETH', 'ETH/BTC'],
  ['BUSD_1000PEPE', '1000PEPE/BUSD'],
  ['BTC/USDT', 'BTC/USDT'],
  ['BTCUSDT.P', 'BTCUSDT.P'],
  ['A_B_C', 'A_B_C'],
])('swapPair() reads "%s" as %s', (text, pair) => {
  expect(swapPair(text)).toBe(pair);
});
