import type { Denial } from './denial.ts';
import type { RiskInput, RiskRule, StandingInput, StandingRule } from './risk.ts';
import { allowedSymbol } from './rules/allowed-symbol.ts';
import { booksCompared } from './rules/books-compared.ts';
import { cooldown } from './rules/cooldown.ts';
import { delayedData } from './rules/delayed-data.ts';
import { maxAlertAge } from './rules/max-alert-age.ts';
import { maxDailyLoss } from './rules/max-daily-loss.ts';
import { maxDrawdown } from './rules/max-drawdown.ts';
import { maxExposure } from './rules/max-exposure.ts';
import { maxLeverage } from './rules/max-leverage.ts';
import { maxLossesInRow } from './rules/max-losses-in-row.ts';
import { maxOpenPositions } from './rules/max-open-positions.ts';
import { maxOrderNotional } from './rules/max-order-notional.ts';
import { maxOrdersPerMinute } from './rules/max-orders-per-minute.ts';
import { maxPositionNotional } from './rules/max-position-notional.ts';
import { modeMatches } from './rules/mode-matches.ts';
import { priceDeviation } from './rules/price-deviation.ts';
import { strategyEnabled } from './rules/strategy-enabled.ts';
import { tradingActive } from './rules/trading-active.ts';
import { tradingHours } from './rules/trading-hours.ts';

/** What may change while an order waits, so that it is asked again before the order is sent. */
export const STANDING_RULES: readonly StandingRule[] = [
  modeMatches,
  strategyEnabled,
  tradingActive,
  booksCompared,
  allowedSymbol,
  tradingHours,
  delayedData,
  maxAlertAge,
  maxDailyLoss,
  maxDrawdown,
];

/** Both in the order in which they are told: the first denial wins. What is decided on is kept with the order. */
export const RISK_RULES: readonly RiskRule[] = [
  ...STANDING_RULES,
  maxLossesInRow,
  cooldown,
  priceDeviation,
  maxLeverage,
  maxOrderNotional,
  maxPositionNotional,
  maxExposure,
  maxOpenPositions,
  maxOrdersPerMinute,
];

/** May this order be made? An order that makes the position smaller always may. */
export function checkOrder(input: RiskInput): Denial | undefined {
  return firstDenial(RISK_RULES, input);
}

/** May an order that was allowed when it was decided still be sent? */
export function checkStanding(input: StandingInput): Denial | undefined {
  return firstDenial(STANDING_RULES, input);
}

function firstDenial<Input extends StandingInput>(
  rules: readonly ((input: Input) => Denial | undefined)[],
  input: Input,
): Denial | undefined {
  const { reduceOnly, purpose } = input.order;
  if (reduceOnly || purpose === 'reduce' || purpose === 'close') return undefined;
  for (const rule of rules) {
    const denial = rule(input);
    if (denial !== undefined) return denial;
  }
  return undefined;
}
