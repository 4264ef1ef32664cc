import { type ScopedLimits, SPANNING_LIMITS } from '../limits/limits.ts';
import { type Decimal, zero } from '../money/decimal.ts';
import type { Side } from '../orders/order.ts';
import type { Strategy } from '../strategies/strategy.ts';
import type { RiskBook } from './risk-book.ts';

/** What rules need to know beyond the order: the limits that apply to it, and what they are measured on. */
export type RiskContext = {
  /** Stands for what trading was allowed when this was read. */
  tradingVersion: string;
  /** When the account was last compared with its exchange. */
  comparedAt?: Date;
  limits: readonly ScopedLimits[];
  /** Absent where no limit needs it. */
  book: RiskBook | undefined;
  /** In quote: what entries of either side that rest in this account and symbol have left to fill. */
  openEntries: Readonly<Record<Side, Decimal>>;
};

export const NO_ENTRIES: RiskContext['openEntries'] = { buy: zero, sell: zero };

/** The strategy's own limits and those that others set, as they bind an order of the strategy. */
export function limitsFor(strategy: Pick<Strategy, 'id' | 'limits'>, others: readonly ScopedLimits[]): ScopedLimits[] {
  return [{ scope: 'strategy', subject: strategy.id, limits: strategy.limits }, ...others];
}

/** Whether a limit is measured on more than one lane: then an entry is kept only if no other was kept meanwhile. */
export function spansLanes(limits: readonly ScopedLimits[]): boolean {
  return limits.some(({ limits: own }) => SPANNING_LIMITS.some((name) => own[name] !== undefined));
}

/** How far back closed positions are needed. */
export function cooldownSeconds(limits: readonly ScopedLimits[]): number {
  const all = limits.flatMap(({ limits: own }) => [
    own.cooldownAfterExitSeconds ?? 0,
    own.cooldownAfterLossSeconds ?? 0,
  ]);
  return Math.max(0, ...all);
}
