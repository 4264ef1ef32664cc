import { type Refusal, refuse } from '../../../../shared/http/problem.ts';
import type { StrategyRefusal } from '../../../../shared/strategies/strategy-refusal.ts';

const STATUS: Record<StrategyRefusal['code'], number> = {
  account_unknown: 400,
  account_not_named: 400,
  account_mode_differs: 409,
  key_missing: 409,
  strategy_busy: 409,
  name_taken: 409,
};

export const STRATEGY_PROBLEMS = {
  409: 'The mode needs a key, the strategy holds something on its account, or the name is taken',
} as const;

export function refuseStrategy({ code, reason }: StrategyRefusal): Refusal {
  return refuse(STATUS[code], code, reason);
}
