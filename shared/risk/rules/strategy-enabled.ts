import type { RiskRule } from '../risk.ts';

export const strategyEnabled: RiskRule = ({ strategy }) =>
  strategy.status === 'enabled'
    ? undefined
    : { rule: 'strategy_enabled', reason: `Strategy "${strategy.name}" is disabled` };
