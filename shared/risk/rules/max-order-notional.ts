import { above } from '../denial.ts';
import type { RiskRule } from '../risk.ts';
import { strictestDecimal } from '../strictest.ts';

export const maxOrderNotional: RiskRule = ({ limits, notional }) => {
  const bound = strictestDecimal(limits, 'maxOrderNotional');
  if (bound === undefined || notional.lte(bound.limit)) return undefined;
  return above({ rule: 'max_order_notional', what: 'Order notional', actual: notional, ...bound });
};
