import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import { fitPrice } from '../exchanges/symbol-rules.ts';
import { max, min } from '../money/decimal.ts';
import type { Level } from '../signals/signal.ts';
import { callbackBps, distanceOf, exitSide, levelPrice, moved } from './level-price.ts';
import type { ProtectedPosition, ProtectionPlan } from './plan.ts';
import type { LimitTerms, StopTerms, TargetTerms, TrailingTerms } from './terms.ts';

export type LegInput = {
  plan: ProtectionPlan;
  position: ProtectedPosition;
  rules: SymbolRules;
  /** Once the price was far enough in favour, the stop stays at the entry, wherever the price goes. */
  isBreakEvenReached: boolean;
  /** Spot: what is promised to one order is not there for another, so that a stop and a target share it as a pair. */
  isPaired: boolean;
};

export function stopTerms(input: LegInput, level: Level): StopTerms | TrailingTerms {
  if (level.trailing) return trailing(input, level, level.distance ?? level.value);
  const { position, plan, rules } = input;
  const stopPrice = levelPrice(input, level, 'loss');
  if (!input.isBreakEvenReached || plan.breakEven === undefined) return { type: 'stop_market', stopPrice };
  const { kind, offset } = plan.breakEven;
  const beyond = offset === undefined ? undefined : distanceOf(kind, offset, position.entryPrice, rules.tickSize);
  const even = beyond === undefined ? position.entryPrice : moved(position, position.entryPrice, beyond, 'favour');
  const fitted = fitPrice(rules, exitSide(position), even);
  // It only ever moves towards profit.
  return { type: 'stop_market', stopPrice: position.side === 'long' ? max(stopPrice, fitted) : min(stopPrice, fitted) };
}

/**
 * On spot a take profit rests in the book. On USD-M it waits for its price and takes the market's then: what rests there counts
 * as reducing the position already, and the exchange may refuse the stop or the exit that comes on top (-2022). One that
 * trails begins to follow where it would have been taken.
 */
export function takeProfitTerms(input: LegInput, level: Level): LimitTerms | TargetTerms | TrailingTerms {
  const price = levelPrice(input, level, 'favour');
  if (!level.trailing)
    return input.isPaired ? { type: 'limit', price } : { type: 'take_profit_market', stopPrice: price };
  if (level.distance === undefined) return trailing(input, level, level.value);
  return { type: 'trailing_stop', callbackBps: callbackBps(input, level.kind, level.distance), activationPrice: price };
}

function trailing(input: LegInput, level: Level, behind: Level['value']): TrailingTerms {
  const { position, rules } = input;
  const terms: TrailingTerms = { type: 'trailing_stop', callbackBps: callbackBps(input, level.kind, behind) };
  if (level.activation === undefined) return terms;
  const distance = distanceOf(level.kind, level.activation, position.entryPrice, rules.tickSize);
  const price = moved(position, position.entryPrice, distance, 'favour');
  return { ...terms, activationPrice: fitPrice(rules, exitSide(position), price) };
}
