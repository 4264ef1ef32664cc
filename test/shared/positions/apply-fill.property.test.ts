import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, decimal, print, sum, zero } from '../../../shared/money/decimal.ts';
import { applyFill } from '../../../shared/positions/apply-fill.ts';
import { netPnl } from '../../../shared/positions/pnl.ts';
import type { Position, PositionFill } from '../../../shared/positions/position.ts';

const scaled = (max: number, decimals: number): fc.Arbitrary<Decimal> =>
  fc.integer({ min: 1, max }).map((units) => decimal(`${units}e-${decimals}`));

const anyFill: fc.Arbitrary<PositionFill> = fc.record({
  exchangeTradeId: fc.uuid(),
  market: fc.constant('spot' as const),
  symbol: fc.constant('BTCUSDT'),
  base: fc.constant('BTC'),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  price: scaled(10_000_000, 2),
  quantity: fc.oneof(
    scaled(9_999_999, 5),
    fc.integer({ min: 1, max: 4 }).map((whole) => decimal(String(whole))),
  ),
  commission: fc.oneof(fc.constant(zero), scaled(99, 7)),
  commissionAsset: fc.constantFrom('BTC', 'USDT'),
  filledAt: fc.constant(new Date('2026-01-05T12:00:00Z')),
});
const anyFills = fc.array(anyFill, { minLength: 1, maxLength: 40 });

/** Every position that the fills went through, the last one last. */
function fold(fills: readonly PositionFill[]): Position[] {
  const done: Position[] = [];
  let current: Position | undefined;
  for (const fill of fills) {
    const effect = applyFill(current, fill);
    if (effect.opened !== undefined || effect.position.closedAt !== undefined) done.push(effect.position);
    current = effect.position.closedAt === undefined ? effect.position : effect.opened;
  }
  return current === undefined ? done : [...done, current];
}

const signed = (fill: PositionFill): Decimal => (fill.side === 'buy' ? fill.quantity : fill.quantity.neg());
const takenFrom = (fill: PositionFill, asset: string): Decimal =>
  fill.commissionAsset === asset ? fill.commission : zero;
const holdings = (fills: readonly PositionFill[]): Decimal =>
  sum(fills.map((fill) => signed(fill).minus(takenFrom(fill, 'BTC'))));
const cashFlow = (fills: readonly PositionFill[]): Decimal =>
  sum(fills.map((fill) => signed(fill).times(fill.price).neg().minus(takenFrom(fill, 'USDT'))));

describe('applyFill(), over any fills', () => {
  it('conserves quantity: filled, less commission taken in base', () => {
    fc.assert(
      fc.property(anyFills, (fills) => {
        expect(print(sum(fold(fills).map(({ quantity }) => quantity)))).toBe(print(holdings(fills)));
      }),
    );
  });

  it('accounts for all money: PnL less commission is cash flow plus what the holdings are worth, at any price', () => {
    fc.assert(
      fc.property(anyFills, scaled(10_000_000, 2), (fills, price) => {
        const pnl = sum(fold(fills).map((position) => netPnl(position, price)));
        expect(print(pnl)).toBe(print(cashFlow(fills).plus(holdings(fills).times(price))));
      }),
    );
  });

  it('comes to the same quantity in any order', () => {
    const shuffled = anyFills.chain((fills) =>
      fc.tuple(fc.constant(fills), fc.shuffledSubarray(fills, { minLength: fills.length, maxLength: fills.length })),
    );
    fc.assert(
      fc.property(shuffled, ([fills, reordered]) => {
        expect(print(fold(reordered).at(-1)?.quantity ?? zero)).toBe(print(fold(fills).at(-1)?.quantity ?? zero));
      }),
    );
  });

  it('leaves a cost exactly where something is held, and never a negative one', () => {
    fc.assert(
      fc.property(anyFills, (fills) => {
        for (const position of fold(fills)) {
          expect(position.closedAt === undefined).toBe(!position.quantity.eq(zero));
          if (position.closedAt === undefined) expect(position.entryNotional.gt(zero)).toBe(true);
          else expect(print(position.entryNotional)).toBe('0');
        }
      }),
    );
  });

  it('realizes in total what its fills realized', () => {
    fc.assert(
      fc.property(anyFills, (fills) => {
        let current: Position | undefined;
        const realized: Decimal[] = [];
        for (const fill of fills) {
          const effect = applyFill(current, fill);
          realized.push(effect.realizedPnl);
          current = effect.opened ?? effect.position;
        }
        expect(print(sum(realized))).toBe(print(sum(fold(fills).map(({ realizedPnl }) => realizedPnl))));
      }),
    );
  });
});
