import { type Decimal, hundred, zero } from '../money/decimal.ts';
import type { Denial } from '../risk/risk.ts';
import type { Size } from '../signals/signal.ts';
import type { DecisionInput } from './decision.ts';

export type Resolved = { ok: true; quantity: Decimal } | { ok: false; denial: Denial };

const refuse = (rule: string, reason: string): Resolved => ({ ok: false, denial: { rule, reason } });

/** Turns a size into a quantity of base, before it is fitted to the symbol. */
export function resolveQuantity(size: Size, input: DecisionInput, price: Decimal): Resolved {
  const share = (of: Decimal, percent: Decimal): Resolved => ({
    ok: true,
    quantity: of.times(percent).div(hundred).div(price),
  });
  switch (size.type) {
    case 'strategy_default':
      return resolveQuantity(input.strategy.sizing, input, price);
    case 'base':
    case 'contracts':
    case 'target_base':
      return { ok: true, quantity: size.value };
    case 'quote':
      return { ok: true, quantity: size.value.div(price) };
    case 'pct_position':
      return { ok: true, quantity: heldQuantity(input).times(size.value).div(hundred) };
    case 'pct_equity':
      if (input.equity === undefined) return refuse('equity_known', 'The equity of the account is not known');
      return share(input.equity, size.value);
    case 'pct_available':
      if (input.available === undefined) return refuse('equity_known', 'What the account has available is not known');
      return share(input.available, size.value);
    case 'risk_quote':
    case 'risk_pct':
      return refuse('size_type', `Sizes of type "${size.type}" need a stop loss and are not available yet`);
  }
}

/** What is held now, unsigned. */
export function heldQuantity(input: DecisionInput): Decimal {
  return input.position?.quantity.abs() ?? zero;
}
