import type { Account } from '../accounts/account.ts';
import { type ReconcileAccountDeps, reconcileAccount } from './reconcile-account.ts';

export type ReconciledAccounts = { failed: { accountId: string; error: unknown }[] };

/** The paper exchange has no books but ours. */
export const isReconciled = ({ exchange }: Pick<Account, 'exchange'>): boolean => exchange !== 'paper';

/** One after the other, so that a user with many accounts spends no weight at once. One that fails holds up no other. */
export async function reconcileAccounts(
  deps: ReconcileAccountDeps,
  accounts: readonly Account[],
): Promise<ReconciledAccounts> {
  const failed: ReconciledAccounts['failed'] = [];
  for (const account of accounts.filter(isReconciled)) {
    try {
      await reconcileAccount(deps, account);
    } catch (error) {
      failed.push({ accountId: account.id, error });
    }
  }
  return { failed };
}
