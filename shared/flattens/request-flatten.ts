import { type KeepCommandDeps, keepCommand } from '../commands/keep-command.ts';
import { type SetTradingStateDeps, setTradingState, type TradingStateRefusal } from '../risk/set-trading-state.ts';
import type { TradingStateName } from '../risk/trading-state.ts';
import { type Flatten, type FlattenLane, type FlattenReport, reportOf } from './flatten.ts';
import { type FlattenStore, flattenKey, type OpenLane } from './store.ts';

export type RequestFlattenDeps = KeepCommandDeps & SetTradingStateDeps & { flattens: FlattenStore };

export type RequestFlatten = {
  userId: string;
  actor: string;
  reason: string;
  /** Absent: all accounts of the user. */
  accountId?: string;
  /** Kept until then, or until a person resumes. */
  state: Exclude<TradingStateName, 'active'>;
  expiresAt?: Date;
};

export type RequestedFlatten = { outcome: 'asked'; report: FlattenReport } | TradingStateRefusal;

/**
 * The kill switch: stops what opens positions, then asks in every lane for its orders to be canceled and its position to be
 * closed. Each lane has a command of its own, so that one that fails holds up no other. Asking again while a command is on its
 * way adds none; what is left after it is asked for anew.
 */
export async function requestFlatten(deps: RequestFlattenDeps, input: RequestFlatten): Promise<RequestedFlatten> {
  const { userId, actor, reason, accountId } = input;
  const set = await setTradingState(deps, input);
  if (set.outcome === 'refused') return set;
  const open = await deps.flattens.openLanes(userId, accountId);
  const lanes = await Promise.all(open.map((lane) => askIn(deps, input, lane)));
  await deps.flattens.hasten(userId, lanes);
  const flatten: Flatten = {
    ...{ id: deps.newId('fla'), reason, askedBy: actor, askedAt: deps.now(), lanes },
    ...(accountId === undefined ? {} : { accountId }),
  };
  await deps.flattens.add(userId, flatten, {
    ...{ id: deps.newId('aud'), userId, actor, action: 'trading_state.flatten', at: flatten.askedAt },
    subject: accountId ?? userId,
    detail: { flattenId: flatten.id, reason, lanes },
  });
  deps.doorbell.ring();
  return { outcome: 'asked', report: reportOf(flatten, await deps.flattens.statesOf(userId, lanes)) };
}

/** @returns undefined when the user has no such report */
export async function readFlatten(
  { flattens }: Pick<RequestFlattenDeps, 'flattens'>,
  { userId, id }: { userId: string; id: string },
): Promise<FlattenReport | undefined> {
  const flatten = await flattens.find(userId, id);
  return flatten && reportOf(flatten, await flattens.statesOf(userId, flatten.lanes));
}

async function askIn(
  deps: RequestFlattenDeps,
  { userId, actor }: RequestFlatten,
  { strategyId, before, ...lane }: OpenLane,
): Promise<FlattenLane> {
  if (before?.isPending) return { ...lane, alertId: before.alertId };
  if (strategyId === undefined) return lane;
  const { market, symbol } = lane;
  const alertId = await keepCommand(deps, {
    ...{ userId, strategyId, actor, market, symbol },
    intents: ['cancel_orders', 'flat'],
    about: {},
    onceKey: `${flattenKey(lane)}${before?.alertId ?? 'first'}`,
  });
  return alertId === undefined ? lane : { ...lane, alertId };
}
