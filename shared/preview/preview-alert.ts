import type { AlertReading, NotUnderstood } from '../alerts/alert.ts';
import type { ReadSettings } from '../alerts/read-settings.ts';
import { reasonOf, refuseDialect } from '../alerts/refuse-dialect.ts';
import type { RouteNames } from '../alerts/route-names.ts';
import type { RouteStore } from '../routes/store.ts';
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
  routes: Pick<RouteStore, 'list'>;
  readAlert: (text: string, settings?: ReadSettings) => AlertReading;
  decide: DecidePreview;
};
export type PreviewAlert = { userId: string; strategyId?: string; message: string };

/** Without a strategy there is no decision. */
export type PreviewedStep = { signal: Signal; decided?: PreviewedDecision };
export type PreviewedAlert =
  | {
      outcome: 'previewed';
      reading: Omit<AlertReading, 'secrets' | 'signals' | 'settings' | 'routes'>;
      strategy?: Strategy;
      /** Why the strategy would not take it, well read as it is. The steps say what it would do once that is allowed. */
      refused?: NotUnderstood;
      steps: PreviewedStep[];
    }
  | { outcome: 'strategy_unknown' };

/** What a message would do, without keeping or doing any of it. Each step is decided on what those before it leave. */
export async function previewAlert(deps: PreviewAlertDeps, input: PreviewAlert): Promise<PreviewedAlert> {
  const first = deps.readAlert(input.message);
  const strategy = await chooseStrategy(deps, input, first.routes);
  if (strategy === undefined && input.strategyId !== undefined) return { outcome: 'strategy_unknown' };
  const isAsAbove = strategy === undefined || first.settings === undefined;
  const read = isAsAbove ? first : deps.readAlert(input.message, strategy.readSettings);
  const { secrets: _, signals, settings: __, routes: ___, ...reading } = read;
  const refused = strategy && (refuseDialect(strategy, signals) ?? (await refuseRoute(deps, strategy, first.routes)));
  const steps: PreviewedStep[] = [];
  for (const signal of signals) {
    const earlier = steps.flatMap(({ decided }) => decided ?? []);
    const step = { userId: input.userId, signal, earlier };
    steps.push({ signal, ...(strategy && { decided: await deps.decide({ ...step, strategyId: strategy.id }) }) });
  }
  return { outcome: 'previewed', reading, steps, ...(strategy && { strategy }), ...(refused && { refused }) };
}

const STRATEGIES_LOOKED_AT = 200;

/** The one asked for, else the only one that the message is bound to, the one that it names, the only one there is. */
async function chooseStrategy(
  { strategies, routes }: PreviewAlertDeps,
  { userId, strategyId }: PreviewAlert,
  [{ routeKey: named, accountAlias } = {}]: readonly RouteNames[],
): Promise<Strategy | undefined> {
  if (strategyId !== undefined) return strategies.find(userId, strategyId);
  const key = named ?? accountAlias;
  const bound = key === undefined ? [] : (await routes.list(userId, { key, limit: STRATEGIES_LOOKED_AT })).items;
  const [only, other] = new Set(bound.map((route) => route.strategyId));
  if (only !== undefined && other === undefined) return strategies.find(userId, only);
  const { items } = await strategies.list(userId, { limit: STRATEGIES_LOOKED_AT });
  const isNamed = ({ id, name }: Strategy) => id === named || name.toLowerCase() === named?.toLowerCase();
  return items.find(isNamed) ?? (items.length === 1 ? items[0] : undefined);
}

/** A hook with routes takes no message for a name that is bound to nothing there. */
async function refuseRoute(
  { routes }: PreviewAlertDeps,
  { id, userId }: Strategy,
  [{ routeKey, accountAlias } = {}]: readonly RouteNames[],
): Promise<NotUnderstood | undefined> {
  const names = [routeKey, accountAlias].filter((name) => name !== undefined);
  const isBound = async (filter: object) => (await routes.list(userId, { limit: 1, ...filter })).items.length > 0;
  for (const key of names)
    if ((await isBound({ key, strategyId: id })) || (await isBound({ key, hookStrategyId: id }))) return undefined;
  const [name] = names;
  return name !== undefined && (await isBound({ hookStrategyId: id })) ? reasonOf('route_unknown', name) : undefined;
}
