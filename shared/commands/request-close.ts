import type { ListedPosition, PositionList } from '../positions/position-list.ts';
import { type KeepCommandDeps, keepCommand } from './keep-command.ts';

export type RequestCloseDeps = KeepCommandDeps & { positions: PositionList };
export type RequestClose = { userId: string; actor: string; positionId: string };

export type RequestedClose =
  | { outcome: 'kept'; alertId: string }
  | { outcome: 'not_found' }
  | { outcome: 'refused'; code: 'position_closed' | 'strategy_unknown'; reason: string };

/** Asks for a position to be closed at market, in its turn on the lane. Asking twice closes once: then there is nothing left. */
export async function requestClose(
  deps: RequestCloseDeps,
  { userId, actor, positionId }: RequestClose,
): Promise<RequestedClose> {
  const position = await deps.positions.find(userId, positionId);
  if (position === undefined) return { outcome: 'not_found' };
  if (position.closedAt !== undefined) {
    const reason = `Cannot close position "${positionId}": it was closed at ${position.closedAt.toISOString()}`;
    return { outcome: 'refused', code: 'position_closed', reason };
  }
  const alertId = await keepClose(deps, { userId, actor, position });
  if (alertId !== undefined) return { outcome: 'kept', alertId };
  const reason = `Cannot close position "${positionId}": no strategy of yours is known to have traded it`;
  return { outcome: 'refused', code: 'strategy_unknown', reason };
}

export async function keepClose(
  deps: KeepCommandDeps,
  { userId, actor, position }: { userId: string; actor: string; position: ListedPosition },
): Promise<string | undefined> {
  const { id: positionId, strategyId, market, symbol } = position;
  if (strategyId === undefined) return undefined;
  return keepCommand(deps, { userId, strategyId, actor, intents: ['flat'], market, symbol, about: { positionId } });
}
