import { AppError } from '../errors/app-error.ts';
import type { Log } from '../log/logger.ts';
import { backOffMs } from '../queue/back-off.ts';
import { type Retry, retryUnexpected, type WorkResult } from '../queue/drain-lanes.ts';
import type { Lease, Work } from '../queue/work.ts';
import { endOverdue, tellError } from './end-overdue.ts';
import { type ExecuteSignalDeps, executeSignal } from './execute-signal.ts';
import { retryDelayMs } from './outcome-change.ts';
import { protectPosition } from './protect-position.ts';
import { syncOrders } from './sync-orders.ts';
import { tellLateExit } from './tell-late-exit.ts';

export type CarryOutDeps = ExecuteSignalDeps & { log: Log };

/** An exit may be what waits for it, and what failed was only a question. */
const UNREACHED = { firstMs: 500, mostMs: 15_000 };

/**
 * Kind of work to verb. While the exchange cannot be asked the work waits, as long as the exchange says or a little longer each time.
 * A signal that cannot be carried out is ended at last, and told; so is an exit that takes long.
 */
export function carryOut(deps: CarryOutDeps): (work: Work, lease: Lease) => Promise<WorkResult> {
  return async (work, lease) => {
    try {
      const result = await carryOutOne(deps, work, lease);
      if (result.status === 'finished' || work.kind !== 'execute_signal') return result;
      return await tellLateExit(deps, { work, lease, retry: result, reason: result.reason });
    } catch (error) {
      if (error instanceof AppError && error.code === 'lease_lost') throw error;
      const retry = retryOf(deps, work, error);
      // A first failure ends nothing, and may be this very process that ends.
      if (work.kind !== 'execute_signal' || work.attempts === 0) return retry;
      const { isAway = false } = retry;
      if (await endOverdue(deps, { work, lease, error, isAway })) return { status: 'finished' };
      return tellLateExit(deps, { work, lease, retry, reason: tellError(error) });
    }
  };
}

function retryOf({ log }: CarryOutDeps, work: Work, error: unknown): Retry {
  if (!(error instanceof AppError) || error.code !== 'exchange_unavailable' || !error.retryable)
    return retryUnexpected({ log }, work, error);
  const reason = error.message;
  const { kind, alertId, attempts } = work;
  log.warn('The exchange could not be asked; it will be asked again', { alertId, kind, attempts, reason });
  const { retryAfterMs } = error.details;
  const delayMs = typeof retryAfterMs === 'number' ? retryDelayMs(retryAfterMs) : backOffMs(attempts, UNREACHED);
  return { status: 'retry', delayMs, reason, isAway: true };
}

function carryOutOne(deps: ExecuteSignalDeps, work: Work, lease: Lease): Promise<WorkResult> {
  switch (work.kind) {
    case 'execute_signal':
      return executeSignal(deps, work, lease);
    case 'sync_order':
      return syncOrders(deps, work, lease);
    case 'protect':
      return protectPosition(deps, work, lease);
  }
}
