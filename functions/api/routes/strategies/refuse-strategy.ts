import { type Refusal, refuse } from '../../../../shared/http/problem.ts';
import type { StrategyRefusal } from '../../../../shared/strategies/create-strategy.ts';

const STATUS: Record<StrategyRefusal['code'], number> = {
  mode_not_available: 409,
  account_unknown: 400,
  account_not_named: 400,
  account_mode_differs: 409,
  name_taken: 409,
};

export const STRATEGY_PROBLEMS = { 409: 'The mode is not available, or the name is taken' } as const;

export function refuseStrategy({ code, reason }: StrategyRefusal): Refusal {
  return refuse(STATUS[code], code, reason);
}
