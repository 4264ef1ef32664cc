import type { ScopedLimits } from '../limits/limits.ts';
import type { Market } from '../markets/market.ts';
import { type Decimal, min, one } from '../money/decimal.ts';
import type { Signal } from '../signals/signal.ts';
import { type Bound, strictestDecimal } from './strictest.ts';

export type LeverageInput = {
  market: Market;
  signal: Pick<Signal, 'leverage'>;
  limits: readonly ScopedLimits[];
  /** What the account trades USD-M with, where that is known. */
  accountLeverage: Decimal | undefined;
};

/**
 * What an order is margined with. A message may lower it below that of the account and below the limit, and never raises it:
 * what it asks beyond is left out, so that the order comes out smaller.
 */
export function leverageOf(input: LeverageInput): Decimal {
  const { market, signal, accountLeverage } = input;
  if (market === 'spot') return one;
  if (signal.leverage === undefined) return accountLeverage ?? one;
  const allowed = leverageLimit(input)?.limit ?? signal.leverage;
  return min(signal.leverage, min(allowed, accountLeverage ?? signal.leverage));
}

/** The strategy's own limit steps back before a message where the strategy says so; the others never do. */
export function leverageLimit({
  signal,
  limits,
}: Pick<LeverageInput, 'signal' | 'limits'>): Bound<Decimal> | undefined {
  const binding = limits.filter(
    ({ scope, limits: own }) =>
      scope !== 'strategy' || signal.leverage === undefined || own.canAlertRaiseLeverage !== true,
  );
  return strictestDecimal(binding, 'maxLeverage');
}
