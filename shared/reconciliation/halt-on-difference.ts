import type { Account } from '../accounts/account.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { NewId } from '../ids/new-id.ts';
import { tellOfHalt } from '../risk/tell-of-halt.ts';
import type { NewTradingState, TradingStateStore } from '../risk/trading-state-store.ts';
import type { Clock } from '../time/clock.ts';
import { tellFinding } from './finding.ts';
import type { KeptFinding } from './follow-findings.ts';
import type { ReconciliationStore } from './store.ts';

export type HaltOnDifferenceDeps = {
  reconciliations: ReconciliationStore;
  tradingStates: Pick<TradingStateStore, 'halt'>;
  now: Clock;
  newId: NewId;
};

/**
 * Halts entries on an account whose books cannot be trusted, where a strategy that trades it wants that. It lasts until a person
 * resumes, even when the difference is gone before.
 */
export async function haltOnDifference(
  deps: HaltOnDifferenceDeps,
  account: Account,
  lasting: readonly KeptFinding[],
): Promise<boolean> {
  if (lasting.length === 0) return false;
  const [strategy] = await deps.reconciliations.haltingStrategies(account);
  if (strategy === undefined) return false;
  const { id: accountId, userId } = account;
  const at = deps.now();
  const reason = lasting.map(tellFinding).join('. ');
  const setBy = `reconciliation:${strategy}`;
  const state: NewTradingState = { source: 'reconciliation', accountId, state: 'halted', reason, setBy, setAt: at };
  const audit: AuditEntry = {
    ...{ id: deps.newId('aud'), userId, actor: setBy, action: 'trading_state.set', subject: accountId, at },
    detail: { state: state.state, reason },
  };
  const notification = { ...tellOfHalt(state), id: deps.newId('ntf'), userId, createdAt: at };
  return deps.tradingStates.halt(userId, state, { audit, notification });
}
