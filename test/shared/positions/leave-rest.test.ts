import { expect, it } from 'vitest';
import { decimal as d, print } from '../../../shared/money/decimal.ts';
import { leaveRest } from '../../../shared/positions/leave-rest.ts';
import type { KeptPosition } from '../../../shared/positions/position.ts';

const AT = new Date('2026-01-05T12:00:00Z');
const held = (quantity: string): KeptPosition => ({
  id: 'position',
  market: 'spot',
  symbol: 'BTCUSDT',
  quantity: d(quantity),
  entryNotional: d(quantity).times('50000'),
  realizedPnl: d('-1'),
  commission: d('0.1'),
  openedAt: AT,
  updatedAt: AT,
});
const rest = { least: d('0.00001'), price: d('40000') };

it('closes what is less than can be sold, and values it at the last price', () => {
  const left = leaveRest(held('0.00000877'), rest);
  expect(print(left?.realizedPnl ?? d('0'))).toBe('-0.0877');
  expect(left?.position).toMatchObject({ closedAt: AT });
  const { quantity, entryNotional, realizedPnl, leftQuantity } = left?.position ?? held('1');
  expect([quantity, entryNotional, realizedPnl, leftQuantity ?? d('0')].map(print)).toEqual([
    '0',
    '0',
    '-1.0877',
    '0.00000877',
  ]);
});

it.each([['0.00001'], ['1'], ['0'], ['-0.00000877']])('leaves a position of %s as it is', (quantity) => {
  expect(leaveRest(held(quantity), rest)).toBeUndefined();
});
