import * as z from 'zod';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { accountSchema, accountView } from './account-view.ts';
import { summaryView } from './reconciliation-view.ts';

export const listAccounts = userRoute({
  method: 'GET',
  path: `${BASE}/accounts`,
  name: 'listAccounts',
  tag: 'Accounts',
  summary: 'Exchange accounts',
  responses: { 200: { description: 'All of them, newest first', schema: z.object({ items: z.array(accountSchema) }) } },
  async handle({ accounts, reconciliations }: Pick<ApiDeps, 'accounts' | 'reconciliations'>, { caller }) {
    const compared = await reconciliations.list(caller.userId);
    const items = (await accounts.list(caller.userId)).map((account) => ({
      ...accountView(account),
      reconciliation: summaryView(
        account,
        compared.find(({ accountId }) => accountId === account.id),
      ),
    }));
    return answer(200, { items });
  },
});
