import type { Account } from '../accounts/account.ts';
import { isAlarming } from './finding.ts';
import { isReconciled } from './reconcile-accounts.ts';
import type { Reconciliation } from './store.ts';

/**
 * - `agrees`, `differs`: as of the last comparison; orders made by hand are no difference
 * - `unreachable`: the exchange cannot be asked, and what was found before may not be so any more
 * - `not_yet`: never compared so far · `not_needed`: the paper exchange has no books but ours
 */
export const STANDINGS = ['agrees', 'differs', 'unreachable', 'not_yet', 'not_needed'] as const;
export type Standing = (typeof STANDINGS)[number];

export function standingOf(account: Pick<Account, 'exchange'>, reconciliation: Reconciliation | undefined): Standing {
  if (!isReconciled(account)) return 'not_needed';
  if (reconciliation?.failing !== undefined) return 'unreachable';
  if (reconciliation?.comparedAt === undefined) return 'not_yet';
  return reconciliation.findings.some(isAlarming) ? 'differs' : 'agrees';
}
