import type { AlertReading } from '../alerts/alert.ts';
import type { Signal } from '../signals/signal.ts';
import type { StrategyStore } from '../strategies/store.ts';
import type { Strategy } from '../strategies/strategy.ts';
import type { PreviewedDecision } from './preview-step.ts';

export type DecidePreview = (step: {
  userId: string;
  strategyId: string;
  signal: Signal;
  /** The steps of the message that come before. */
  earlier: readonly PreviewedDecision[];
}) => Promise<PreviewedDecision>;

export type PreviewAlertDeps = {
  strategies: StrategyStore;
  readAlert: (text: string) => AlertReading;
  decide: DecidePreview;
};
export type PreviewAlert = { userId: string; strategyId?: string; message: string };

/** Without a strategy there is no decision. */
export type PreviewedStep = { signal: Signal; decided?: PreviewedDecision };
export type PreviewedAlert =
  | {
      outcome: 'previewed';
      reading: Omit<AlertReading, 'secrets' | 'signals'>;
      strategy?: Strategy;
      steps: PreviewedStep[];
    }
  | { outcome: 'strategy_unknown' };

/** What a message would do, without keeping or doing any of it. Each step is decided on what those before it leave. */
export async function previewAlert(deps: PreviewAlertDeps, input: PreviewAlert): Promise<PreviewedAlert> {
  const { secrets: _, signals, ...reading } = deps.readAlert(input.message);
  const strategy = await chooseStrategy(deps.strategies, input, signals[0]?.routeKey);
  if (strategy === undefined && input.strategyId !== undefined) return { outcome: 'strategy_unknown' };
  const steps: PreviewedStep[] = [];
  for (const signal of signals) {
    const earlier = steps.flatMap(({ decided }) => decided ?? []);
    const step = { userId: input.userId, signal, earlier };
    steps.push({ signal, ...(strategy && { decided: await deps.decide({ ...step, strategyId: strategy.id }) }) });
  }
  return { outcome: 'previewed', reading, steps, ...(strategy && { strategy }) };
}

const STRATEGIES_LOOKED_AT = 200;

/** The one asked for, else the one that the message names, else the only one there is. */
async function chooseStrategy(
  strategies: StrategyStore,
  { userId, strategyId }: PreviewAlert,
  named: string | undefined,
): Promise<Strategy | undefined> {
  if (strategyId !== undefined) return strategies.find(userId, strategyId);
  const { items } = await strategies.list(userId, { limit: STRATEGIES_LOOKED_AT });
  const isNamed = ({ id, name }: Strategy) => id === named || name.toLowerCase() === named?.toLowerCase();
  return items.find(isNamed) ?? (items.length === 1 ? items[0] : undefined);
}
