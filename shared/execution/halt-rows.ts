import type { NewId } from '../ids/new-id.ts';
import type { Execution, ExecutionStep } from './store.ts';

type Row = Record<string, unknown>;

/** An account that a broken loss limit stops, and the audit entry that is kept only if it was not stopped before. */
export function haltRows(newId: NewId, { alert, work }: Execution, { halt }: ExecutionStep): Record<string, Row[]> {
  if (halt === undefined) return { halts: [], audit: [] };
  const { state, reason, setBy, setAt, expiresAt, accountId, source } = halt;
  const { userId } = alert;
  return {
    halts: [
      {
        ...{ user_id: userId, account_id: accountId, source, state, reason },
        ...{ set_by: setBy, set_at: setAt, expires_at: expiresAt },
      },
    ],
    audit: [
      {
        ...{
          id: newId('aud'),
          user_id: userId,
          actor: setBy,
          action: 'trading_state.set',
          subject: accountId ?? userId,
        },
        detail: { state, reason, expiresAt, alertId: alert.id, step: work.step },
        at: setAt,
      },
    ],
  };
}
