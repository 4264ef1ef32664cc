import { above } from '../denial.ts';
import type { RiskRule } from '../risk.ts';
import { strictestDecimal } from '../strictest.ts';

export const maxPositionNotional: RiskRule = ({ limits, positionNotionalAfter: actual }) => {
  const bound = strictestDecimal(limits, 'maxPositionNotional');
  if (bound === undefined || actual.lte(bound.limit)) return undefined;
  return above({ rule: 'max_position_notional', what: 'Position notional after the order', actual, ...bound });
};
