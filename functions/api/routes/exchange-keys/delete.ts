import * as z from 'zod';
import { deleteKey } from '../../../../shared/exchange-keys/delete-key.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams, idText } from '../../fields.ts';

const deleted = z.object({ id: idText, status: z.literal('deleted') });

export const deleteExchangeKey = userRoute({
  method: 'DELETE',
  path: `${BASE}/exchange-keys/{id}`,
  name: 'deleteExchangeKey',
  tag: 'Exchange keys',
  summary: 'Forget a key of an exchange',
  description:
    'Nothing of it remains here; revoke it on the exchange as well. Its account and what was traded there stay.',
  params: idParams,
  responses: { 200: { description: 'It is gone', schema: deleted } },
  problems: { ...NOT_FOUND, 409: 'Enabled strategies trade with it' },
  async handle(deps: Pick<ApiDeps, 'exchangeKeys' | 'now' | 'newId'>, { caller, params: { id } }) {
    const removed = await deleteKey(deps, { ...caller, id });
    switch (removed.outcome) {
      case 'removed':
        return answer(200, { id, status: 'deleted' as const });
      case 'not_found':
        return refuse(404, 'not_found', `You have no exchange key "${id}"`);
      case 'in_use':
        return refuse(409, 'key_in_use', inUse(id, removed.strategies));
    }
  },
});

function inUse(id: string, strategies: readonly string[]): string {
  const names = strategies.map((name) => `"${name}"`).join(', ');
  return `Cannot delete exchange key "${id}": enabled strategies trade on its account: ${names}. Disable them first`;
}
