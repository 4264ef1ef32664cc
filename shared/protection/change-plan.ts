import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import type { Decimal } from '../money/decimal.ts';
import type { Level, Signal } from '../signals/signal.ts';
import { levelPrice } from './level-price.ts';
import type { ProtectedPosition, ProtectionPlan } from './plan.ts';

export type PlanChange = {
  /** What is in force; undefined for a position without a plan. */
  plan: ProtectionPlan | undefined;
  levels: Pick<Signal, 'stopLoss' | 'takeProfits' | 'breakEven'>;
  position: ProtectedPosition;
  rules: SymbolRules;
  /** What levels "from market" are measured from. */
  marketPrice: Decimal | undefined;
  at: Date;
};

/**
 * A plan with the levels that a message brings in place of its own; what it does not speak of stays. A new stop is meant as it
 * is said: the break-even of the one before goes with that.
 */
export function changePlan({ plan, levels, at, ...priced }: PlanChange): ProtectionPlan {
  const { stopLoss, takeProfits, breakEven } = levels;
  const fixed = (level: Level, towards: 'favour' | 'loss'): Level => fixLevel(level, towards, priced);
  const { breakEven: before, ...kept } = plan ?? { takeProfits: [] };
  const even = breakEven ?? (stopLoss === undefined ? before : undefined);
  return {
    ...kept,
    ...(priced.marketPrice && kept.marketPrice === undefined ? { marketPrice: priced.marketPrice } : {}),
    ...(stopLoss && { stopLoss: fixed(stopLoss, 'loss') }),
    ...(takeProfits.length > 0 && {
      takeProfits: takeProfits.map((level) => fixed(level, 'favour')),
      targetsSince: at,
    }),
    ...(even && { breakEven: even }),
  };
}

/** The market that a new level is measured from is not the one of the entry: its price is worked out at once. */
function fixLevel(
  level: Level,
  towards: 'favour' | 'loss',
  { position, rules, marketPrice }: Pick<PlanChange, 'position' | 'rules' | 'marketPrice'>,
): Level {
  if (level.from !== 'market' || level.trailing || level.kind === 'abs' || marketPrice === undefined) return level;
  const { from: _, ...rest } = level;
  const value = levelPrice({ position, rules, plan: { takeProfits: [], marketPrice } }, level, towards);
  return { ...rest, kind: 'abs', value };
}
