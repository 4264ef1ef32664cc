import type { RiskRule } from '../risk.ts';

export const allowedSymbol: RiskRule = ({ strategy, order }) => {
  const allowed = strategy.limits.allowedSymbols ?? [];
  if (allowed.length === 0 || allowed.includes(order.symbol)) return undefined;
  return {
    rule: 'allowed_symbols',
    reason: `Symbol "${order.symbol}" is not among those allowed: ${allowed.join(', ')}`,
  };
};
