import type { StandingRule } from '../risk.ts';

export const strategyEnabled: StandingRule = ({ strategy }) =>
  strategy.status === 'enabled'
    ? undefined
    : { rule: 'strategy_enabled', reason: `Strategy "${strategy.name}" is disabled` };
