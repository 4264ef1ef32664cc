import { above } from '../denial.ts';
import { unvalued } from '../fresh-price.ts';
import type { RiskRule } from '../risk.ts';
import { strictestDecimal } from '../strictest.ts';

const RULE = 'max_order_notional';

export const maxOrderNotional: RiskRule = (input) => {
  const { limits, notional } = input;
  const bound = strictestDecimal(limits, 'maxOrderNotional');
  if (bound === undefined) return undefined;
  if (notional.lte(bound.limit)) return unvalued(input, RULE, bound);
  return above({ rule: RULE, what: 'Order notional', actual: notional, ...bound });
};
