import { above } from '../denial.ts';
import { unvalued } from '../fresh-price.ts';
import type { RiskRule } from '../risk.ts';
import { strictestDecimal } from '../strictest.ts';

const RULE = 'max_position_notional';

export const maxPositionNotional: RiskRule = (input) => {
  const { limits, positionNotionalAfter: actual } = input;
  const bound = strictestDecimal(limits, 'maxPositionNotional');
  if (bound === undefined) return undefined;
  if (actual.lte(bound.limit)) return unvalued(input, RULE, bound);
  return above({ rule: RULE, what: 'Position notional after the order', actual, ...bound });
};
