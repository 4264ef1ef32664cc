import type { Denial, RiskInput, RiskRule } from './risk.ts';
import { allowedSymbol } from './rules/allowed-symbol.ts';
import { maxAlertAge } from './rules/max-alert-age.ts';
import { maxOrderNotional } from './rules/max-order-notional.ts';
import { maxPositionNotional } from './rules/max-position-notional.ts';
import { strategyEnabled } from './rules/strategy-enabled.ts';
import { tradingActive } from './rules/trading-active.ts';

/** In the order in which they are told: the first denial wins. */
export const RISK_RULES: readonly RiskRule[] = [
  strategyEnabled,
  tradingActive,
  allowedSymbol,
  maxAlertAge,
  maxOrderNotional,
  maxPositionNotional,
];

/** May this order be sent? An order that makes the position smaller always may. */
export function checkOrder(input: RiskInput): Denial | undefined {
  if (input.order.reduceOnly) return undefined;
  for (const rule of RISK_RULES) {
    const denial = rule(input);
    if (denial !== undefined) return denial;
  }
  return undefined;
}
