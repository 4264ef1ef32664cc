import type { NewId } from '../ids/new-id.ts';
import type { Execution, ExecutionStep } from './store.ts';

type Row = Record<string, unknown>;

/** The strategy that a message switches, and the audit entry, which names the alert and is kept only if that changed anything. */
export function switchRows({
  newId,
  at,
  execution: { alert, strategy, work },
  step: { strategyStatus: status },
}: {
  newId: NewId;
  at: Date;
  execution: Execution;
  step: ExecutionStep;
}): Record<string, Row[]> {
  if (status === undefined) return { strategies: [], audit: [] };
  const entry = { user_id: alert.userId, actor: alert.id, action: `strategy.${status}`, subject: strategy.id };
  return {
    strategies: [{ id: strategy.id, status, updated_at: at }],
    audit: [{ id: newId('aud'), ...entry, detail: { alertId: alert.id, step: work.step }, at }],
  };
}
