import { describe, expect, it } from 'vitest';
import { decimal, print, sum } from '../../../shared/money/decimal.ts';
import { applyFill } from '../../../shared/positions/apply-fill.ts';
import type { Position, PositionFill } from '../../../shared/positions/position.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 5, 12, 0, second));

/** "buy 2 @ 100 fee 0.2 USDT" */
function aFill(text: string, market: 'spot' | 'usdm' = 'usdm', second = 0): PositionFill {
  const [side, quantity = '', , price = '', , commission = '0', commissionAsset = 'USDT'] = text.split(' ');
  return {
    exchangeTradeId: text,
    market,
    symbol: 'BTCUSDT',
    base: 'BTC',
    side: side === 'buy' ? 'buy' : 'sell',
    price: decimal(price),
    quantity: decimal(quantity),
    commission: decimal(commission),
    commissionAsset,
    filledAt: at(second),
  };
}

function show(position: Position | undefined): string {
  if (position === undefined) return 'none';
  const { quantity, entryNotional, realizedPnl, commission, closedAt } = position;
  const figures = [quantity, entryNotional, realizedPnl, commission].map(print).join(' ');
  return closedAt === undefined ? figures : `${figures} closed`;
}

describe('applyFill()', () => {
  it.each([
    { case: 'opens a long', fills: ['buy 2 @ 100'], position: '2 200 0 0' },
    { case: 'opens a short', fills: ['sell 2 @ 100'], position: '-2 200 0 0' },
    { case: 'adds to a long', fills: ['buy 1 @ 100', 'buy 3 @ 200'], position: '4 700 0 0' },
    { case: 'adds to a short', fills: ['sell 1 @ 100', 'sell 3 @ 200'], position: '-4 700 0 0' },
    { case: 'reduces a long at a gain', fills: ['buy 4 @ 100', 'sell 1 @ 130'], position: '3 300 30 0' },
    { case: 'reduces a short at a loss', fills: ['sell 4 @ 100', 'buy 1 @ 130'], position: '-3 300 -30 0' },
    { case: 'closes at exactly zero', fills: ['buy 3 @ 100', 'sell 3 @ 90'], position: '0 0 -30 0 closed' },
    {
      case: 'closes to a cost of zero, however many digits the price has',
      fills: ['buy 3 @ 1.0000000000000000000000000000007', 'sell 3 @ 1.0000000000000000000000000000007'],
      position: '0 0 0 0 closed',
    },
    { case: 'closes in thirds', fills: ['buy 3 @ 1', ...Array(3).fill('sell 1 @ 2')], position: '0 0 3 0 closed' },
    {
      case: 'sums commission in quote',
      fills: ['buy 1 @ 100 fee 0.1', 'sell 0.5 @ 100 fee 0.05'],
      position: '0.5 50 0 0.15',
    },
    { case: 'leaves a commission in a third asset out', fills: ['buy 1 @ 100 fee 0.01 BNB'], position: '1 100 0 0' },
  ])('$case', ({ fills, position }) => {
    let held: Position | undefined;
    for (const fill of fills) ({ position: held } = applyFill(held, aFill(fill)));
    expect(show(held)).toBe(position);
  });

  it('closes, opens the other way and shares the commission when one fill crosses zero', () => {
    const { position: long } = applyFill(undefined, aFill('buy 1 @ 100'));
    const { position, opened, realizedPnl } = applyFill(long, aFill('sell 4 @ 110 fee 0.8', 'usdm', 5));
    expect(show(position)).toBe('0 0 10 0.2 closed');
    expect(position.closedAt).toEqual(at(5));
    expect(show(opened)).toBe('-3 330 0 0.6');
    expect(opened?.openedAt).toEqual(at(5));
    expect(print(realizedPnl)).toBe('10');
  });

  it('loses nothing of a commission that cannot be shared evenly', () => {
    const { position: long } = applyFill(undefined, aFill('buy 1 @ 100'));
    const { position, opened } = applyFill(long, aFill('sell 3 @ 100 fee 0.1'));
    expect(print(sum([position.commission, opened?.commission ?? decimal('0')]))).toBe('0.1');
  });

  it('says what the fill realized, not what the position did', () => {
    const { position: long } = applyFill(undefined, aFill('buy 4 @ 100'));
    const first = applyFill(long, aFill('sell 1 @ 130'));
    expect(print(applyFill(first.position, aFill('sell 1 @ 110')).realizedPnl)).toBe('10');
  });

  it.each([
    { case: 'a spot buy', fill: 'buy 1 @ 100 fee 0.001 BTC', market: 'spot', position: '0.999 99.9 0 0.1' },
    {
      case: 'a spot buy that pays in quote',
      fill: 'buy 1 @ 100 fee 0.1 USDT',
      market: 'spot',
      position: '1 100 0 0.1',
    },
    {
      case: 'a USD-M buy, which pays from the wallet',
      fill: 'buy 1 @ 100 fee 0.001 BTC',
      market: 'usdm',
      position: '1 100 0 0.1',
    },
  ] as const)('holds what is left after a commission in base: $case', ({ fill, market, position }) => {
    expect(show(applyFill(undefined, aFill(fill, market)).position)).toBe(position);
  });

  it('opens anew after a closed position and leaves that one alone', () => {
    const { position: long } = applyFill(undefined, aFill('buy 1 @ 100'));
    const { position: closed } = applyFill(long, aFill('sell 1 @ 110'));
    const { position, opened } = applyFill(closed, aFill('buy 2 @ 120', 'usdm', 9));
    expect(show(position)).toBe('2 240 0 0');
    expect(position.openedAt).toEqual(at(9));
    expect(opened).toBeUndefined();
  });

  it('does not change the position that it is given', () => {
    const { position: long } = applyFill(undefined, aFill('buy 1 @ 100'));
    const before = show(long);
    applyFill(long, aFill('sell 4 @ 110 fee 0.8'));
    expect(show(long)).toBe(before);
  });
});
