import type { Decimal } from '../money/decimal.ts';
import { leverageOf } from '../risk/leverage.ts';
import type { DecisionInput } from './decision.ts';

/** What an order of that message is margined with: 1 on spot. */
export function orderLeverage({ market, signal, accountLeverage, risk: { limits } }: DecisionInput): Decimal {
  return leverageOf({ market, signal, accountLeverage, limits });
}
