import type { StandingRule } from '../risk.ts';

export const allowedSymbol: StandingRule = ({ limits, order }) => {
  for (const { scope, limits: own } of limits) {
    const allowed = own.allowedSymbols ?? [];
    if (allowed.length === 0 || allowed.includes(order.symbol)) continue;
    const names = allowed.join(', ');
    return {
      rule: 'allowed_symbols',
      reason: `Symbol "${order.symbol}" is not among those that the ${scope} allows: ${names}`,
      ...{ scope, limit: names, actual: order.symbol },
    };
  }
  return undefined;
};
