import { AppError } from '../errors/app-error.ts';
import type { Log } from '../log/logger.ts';
import { backOffMs } from '../queue/back-off.ts';
import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease, Work } from '../queue/work.ts';
import { type ExecuteSignalDeps, executeSignal } from './execute-signal.ts';
import { retryDelayMs } from './outcome-change.ts';
import { protectPosition } from './protect-position.ts';
import { syncOrders } from './sync-orders.ts';

export type CarryOutDeps = ExecuteSignalDeps & { log: Log };

/** An exit may be what waits for it, and what failed was only a question. */
const UNREACHED = { firstMs: 500, mostMs: 15_000 };

/** Kind of work to verb. While the exchange cannot be asked the work waits, as long as the exchange says or a little longer each time. */
export function carryOut(deps: CarryOutDeps): (work: Work, lease: Lease) => Promise<WorkResult> {
  return async (work, lease) => {
    try {
      return await carryOutOne(deps, work, lease);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'exchange_unavailable' || !error.retryable) throw error;
      const reason = error.message;
      const { kind, alertId, attempts } = work;
      deps.log.warn('The exchange could not be asked; it will be asked again', { alertId, kind, attempts, reason });
      const { retryAfterMs } = error.details;
      const delayMs = typeof retryAfterMs === 'number' ? retryDelayMs(retryAfterMs) : backOffMs(attempts, UNREACHED);
      return { status: 'retry', delayMs, reason };
    }
  };
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
