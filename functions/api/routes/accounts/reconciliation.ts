import type { Account } from '../../../../shared/accounts/account.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { reconcileAccount } from '../../../../shared/reconciliation/reconcile-account.ts';
import { isReconciled } from '../../../../shared/reconciliation/reconcile-accounts.ts';
import type { Reconciliation } from '../../../../shared/reconciliation/store.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { reconciliationSchema, reconciliationView } from './reconciliation-view.ts';

const common = { path: `${BASE}/accounts/{id}/reconciliation`, tag: 'Accounts', params: idParams } as const;
const responses = { 200: { description: 'What was found', schema: reconciliationSchema } } as const;
type ComparingDeps = 'reconciliations' | 'tradingStates' | 'chooseExchange' | 'doorbell' | 'log' | 'now' | 'newId';

const unknown = (id: string) => refuse(404, 'not_found', `You have no account "${id}"`);

export const showReconciliation = userRoute({
  ...common,
  method: 'GET',
  name: 'showReconciliation',
  summary: 'How an account compares with its exchange',
  description: 'As of the last comparison, of which there is one a minute. Nothing on the exchange is changed by it.',
  responses,
  problems: NOT_FOUND,
  async handle(deps: Pick<ApiDeps, 'accounts' | 'reconciliations'>, { caller, params: { id } }) {
    const account = await deps.accounts.find(caller.userId, id);
    if (account === undefined) return unknown(id);
    return answer(200, reconciliationView(account, await deps.reconciliations.last(account)));
  },
});

export const reconcileNow = userRoute({
  ...common,
  method: 'POST',
  name: 'reconcileNow',
  summary: 'Compare an account with its exchange now',
  description: 'A difference counts once it was found again, at least 20 seconds later.',
  responses,
  problems: { ...NOT_FOUND, 409: 'A paper account' },
  async handle(deps: Pick<ApiDeps, 'accounts' | ComparingDeps>, { caller, params: { id } }) {
    const account = await deps.accounts.find(caller.userId, id);
    if (account === undefined) return unknown(id);
    if (!isReconciled(account))
      return refuse(409, 'not_needed', `Account "${account.name}" is a paper account: it has no books but these`);
    return answer(200, reconciliationView(account, await compareNow(deps, account)));
  },
});

/** An exchange that does not answer is what the comparison has found. */
async function compareNow(deps: Pick<ApiDeps, ComparingDeps>, account: Account): Promise<Reconciliation | undefined> {
  try {
    const { reconciliation, resynced } = await reconcileAccount(deps, account);
    if (resynced.length > 0) deps.doorbell.ring();
    return reconciliation;
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'exchange_unavailable')) throw error;
    return deps.reconciliations.last(account);
  }
}
