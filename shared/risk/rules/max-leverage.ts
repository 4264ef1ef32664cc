import { above } from '../denial.ts';
import { leverageLimit } from '../leverage.ts';
import type { RiskRule } from '../risk.ts';

/** A message that asks for more was lowered before: what is left above the limit is what the account trades with. */
export const maxLeverage: RiskRule = ({ limits, signal, leverage, order }) => {
  const bound = leverageLimit({ signal, limits });
  if (order.market === 'spot' || bound === undefined || leverage.lte(bound.limit)) return undefined;
  return above({ rule: 'max_leverage', what: 'Leverage', actual: leverage, ...bound });
};
