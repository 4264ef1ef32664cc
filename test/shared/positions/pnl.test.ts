import { describe, expect, it } from 'vitest';
import { decimal, print } from '../../../shared/money/decimal.ts';
import { netPnl, realizedPnl, unrealizedPnl } from '../../../shared/positions/pnl.ts';
import { averageEntryPrice, type Position } from '../../../shared/positions/position.ts';

function aPosition(quantity: string, entryNotional: string): Position {
  return {
    market: 'usdm',
    symbol: 'BTCUSDT',
    quantity: decimal(quantity),
    entryNotional: decimal(entryNotional),
    realizedPnl: decimal('5'),
    commission: decimal('0.5'),
    openedAt: new Date(0),
    updatedAt: new Date(0),
  };
}

describe('unrealizedPnl() and realizedPnl()', () => {
  it.each([
    { case: 'a long that rose', quantity: '2', entry: '200', price: '130', pnl: '60' },
    { case: 'a long that fell', quantity: '2', entry: '200', price: '90', pnl: '-20' },
    { case: 'a short that rose', quantity: '-2', entry: '200', price: '130', pnl: '-60' },
    { case: 'a short that fell', quantity: '-2', entry: '200', price: '90', pnl: '20' },
    { case: 'nothing', quantity: '0', entry: '0', price: '90', pnl: '0' },
  ])('mark $case to the price', ({ quantity, entry, price, pnl }) => {
    const position = aPosition(quantity, entry);
    expect(print(unrealizedPnl(position, decimal(price)))).toBe(pnl);
    expect(print(realizedPnl(position, decimal(price)))).toBe(pnl);
  });
});

describe('netPnl()', () => {
  it('is closed part plus open part less commission', () => {
    expect(print(netPnl(aPosition('2', '200'), decimal('130')))).toBe('64.5');
  });
});

describe('averageEntryPrice()', () => {
  it.each([
    { case: 'a long', quantity: '4', entry: '700', price: '175' },
    { case: 'a short', quantity: '-4', entry: '700', price: '175' },
  ])('is cost by quantity of $case', ({ quantity, entry, price }) => {
    expect(print(averageEntryPrice(aPosition(quantity, entry)) ?? decimal('-1'))).toBe(price);
  });

  it('is not there when nothing is held', () => {
    expect(averageEntryPrice(aPosition('0', '0'))).toBeUndefined();
  });
});
