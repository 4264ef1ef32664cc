import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease, Work } from '../queue/work.ts';
import { type ExecuteSignalDeps, executeSignal } from './execute-signal.ts';
import { protectPosition } from './protect-position.ts';
import { syncOrders } from './sync-orders.ts';

/** Kind of work to verb. */
export function carryOut(deps: ExecuteSignalDeps): (work: Work, lease: Lease) => Promise<WorkResult> {
  return (work, lease) => {
    switch (work.kind) {
      case 'execute_signal':
        return executeSignal(deps, work, lease);
      case 'sync_order':
        return syncOrders(deps, work, lease);
      case 'protect':
        return protectPosition(deps, work, lease);
    }
  };
}
