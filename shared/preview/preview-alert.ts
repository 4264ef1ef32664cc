import type { AlertReading } from '../alerts/alert.ts';
import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import type { Decision } from '../execution/decision.ts';
import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { Position } from '../positions/position.ts';
import type { Signal } from '../signals/signal.ts';
import type { StrategyStore } from '../strategies/store.ts';
import type { Strategy } from '../strategies/strategy.ts';

/** What a signal would come to right now, and what that was decided on. */
export type PreviewedDecision = {
  decision: Decision;
  market: Market;
  symbol: string;
  rules: SymbolRules | undefined;
  position: Position | undefined;
  /** What the exchange last traded at. */
  price: Decimal | undefined;
  priceAt?: Date;
};
export type DecidePreview = (userId: string, strategyId: string, signal: Signal) => Promise<PreviewedDecision>;

export type PreviewAlertDeps = {
  strategies: StrategyStore;
  readAlert: (text: string) => AlertReading;
  decide: DecidePreview;
};
export type PreviewAlert = { userId: string; strategyId?: string; message: string };

export type PreviewedStep = { signal: Signal } & Partial<PreviewedDecision>;
export type PreviewedAlert =
  | {
      outcome: 'previewed';
      reading: Omit<AlertReading, 'secrets' | 'signals'>;
      strategy?: Strategy;
      steps: PreviewedStep[];
    }
  | { outcome: 'strategy_unknown' };

/**
 * What a message would do, without keeping or doing any of it. Every step is decided on what is held now: one that follows
 * another may come out differently once that one is carried out.
 */
export async function previewAlert(deps: PreviewAlertDeps, input: PreviewAlert): Promise<PreviewedAlert> {
  const { secrets: _, signals, ...reading } = deps.readAlert(input.message);
  const strategy = await chooseStrategy(deps.strategies, input, signals[0]?.routeKey);
  if (strategy === undefined && input.strategyId !== undefined) return { outcome: 'strategy_unknown' };
  const steps: PreviewedStep[] = [];
  for (const signal of signals)
    steps.push({ signal, ...(strategy && (await deps.decide(input.userId, strategy.id, signal))) });
  return { outcome: 'previewed', reading, steps, ...(strategy && { strategy }) };
}

const STRATEGIES_LOOKED_AT = 200;

/** The one asked for, the one that the message names, or the only one there is. */
async function chooseStrategy(
  strategies: StrategyStore,
  { userId, strategyId }: PreviewAlert,
  named: string | undefined,
): Promise<Strategy | undefined> {
  if (strategyId !== undefined) return strategies.find(userId, strategyId);
  const { items } = await strategies.list(userId, { limit: STRATEGIES_LOOKED_AT });
  if (named === undefined) return items.length === 1 ? items[0] : undefined;
  return items.find((one) => one.id === named || one.name.toLowerCase() === named.toLowerCase());
}
