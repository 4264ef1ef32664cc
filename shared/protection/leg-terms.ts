import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import { fitPrice } from '../exchanges/symbol-rules.ts';
import { max, min } from '../money/decimal.ts';
import type { Level } from '../signals/signal.ts';
import { callbackBps, distanceOf, exitSide, levelPrice, moved } from './level-price.ts';
import type { ProtectedPosition, ProtectionPlan } from './plan.ts';
import type { LimitTerms, StopTerms, TrailingTerms } from './terms.ts';

export type LegInput = {
  plan: ProtectionPlan;
  position: ProtectedPosition;
  rules: SymbolRules;
  /** Once the price was far enough in favour, the stop stays at the entry, wherever the price goes. */
  isBreakEvenReached: boolean;
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

/** One that trails begins to follow where it would have been taken. */
export function takeProfitTerms(input: LegInput, level: Level): LimitTerms | TrailingTerms {
  const price = levelPrice(input, level, 'favour');
  if (!level.trailing) return { type: 'limit', price };
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
