import { print } from '../../money/decimal.ts';
import type { RiskRule } from '../risk.ts';

export const maxPositionNotional: RiskRule = ({ strategy, positionNotionalAfter }) => {
  const limit = strategy.limits.maxPositionNotional;
  if (limit === undefined || positionNotionalAfter.lte(limit)) return undefined;
  return {
    rule: 'max_position_notional',
    reason: `Position notional "${print(positionNotionalAfter)}" after the order is above the limit "${print(limit)}"`,
  };
};
