import { print } from '../../money/decimal.ts';
import type { RiskRule } from '../risk.ts';

export const maxOrderNotional: RiskRule = ({ strategy, notional }) => {
  const limit = strategy.limits.maxOrderNotional;
  if (limit === undefined || notional.lte(limit)) return undefined;
  return {
    rule: 'max_order_notional',
    reason: `Order notional "${print(notional)}" is above the limit "${print(limit)}"`,
  };
};
