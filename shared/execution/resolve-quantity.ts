import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, hundred, one, print, zero } from '../money/decimal.ts';
import type { Denial } from '../risk/denial.ts';
import type { Size } from '../signals/signal.ts';
import type { DecisionInput } from './decision.ts';
import { orderLeverage } from './order-leverage.ts';
import { stopDistance } from './stop-distance.ts';

export type Resolved = { ok: true; quantity: Decimal } | { ok: false; denial: Denial };

/** `side` is what an entry opens; an exit has none. */
export type Sizing = {
  price: Decimal;
  rules: SymbolRules;
  side?: 'long' | 'short';
};

const refuse = (rule: string, reason: string): Resolved => ({ ok: false, denial: { rule, reason } });

/** Turns a size into a quantity of base, before it is fitted to the symbol. Leverage multiplies the cost of a position. */
export function resolveQuantity(size: Size, input: DecisionInput, sizing: Sizing): Resolved {
  if (size.type === 'strategy_default') return quantityOf(input.strategy.sizing, input, sizing, one);
  return quantityOf(size, input, sizing, input.signal.isSizeMargin ? orderLeverage(input) : one);
}

function quantityOf(
  size: Exclude<Size, { type: 'strategy_default' }>,
  input: DecisionInput,
  sizing: Sizing,
  factor: Decimal,
): Resolved {
  const spend = (notional: Decimal): Resolved => ({ ok: true, quantity: notional.times(factor).div(sizing.price) });
  switch (size.type) {
    case 'base':
    case 'contracts':
      return { ok: true, quantity: size.value.times(factor) };
    case 'target_base':
      return { ok: true, quantity: size.value };
    case 'quote':
      return spend(size.value);
    case 'pct_position':
      return ofPosition(input, size.value, sizing);
    case 'pct_equity':
      if (input.equity === undefined) return refuse('equity_known', 'The equity of the account is not known');
      return spend(input.equity.times(size.value).div(hundred));
    case 'pct_available':
      if (input.available === undefined) return refuse('equity_known', 'What the account has available is not known');
      return spend(input.available.times(size.value).div(hundred));
    case 'risk_quote':
      return riskOf(size.value, input, sizing);
    case 'risk_pct':
      if (input.equity === undefined) return refuse('equity_known', 'The equity of the account is not known');
      return riskOf(input.equity.times(size.value).div(hundred), input, sizing);
  }
}

/** An entry of a share of nothing would be nothing: that is said, rather than that it is too small. */
function ofPosition(input: DecisionInput, percent: Decimal, { side }: Sizing): Resolved {
  const held = heldQuantity(input);
  if (side !== undefined && held.eq(zero))
    return refuse('position_open', `"${print(percent)}" % of the position was asked for, and no position is open`);
  return { ok: true, quantity: held.times(percent).div(hundred) };
}

/** As much as loses `risk` on the way from the price to the stop. */
function riskOf(risk: Decimal, input: DecisionInput, { price, rules, side }: Sizing): Resolved {
  if (side === undefined)
    return refuse('size_type', 'A size by risk is for entries: an exit has no stop to count from');
  const found = stopDistance(input.signal.stopLoss, { price, side, tickSize: rules.tickSize });
  return found.ok ? { ok: true, quantity: risk.div(found.distance) } : found;
}

/** What is held now, unsigned. */
export function heldQuantity(input: DecisionInput): Decimal {
  return input.position?.quantity.abs() ?? zero;
}
