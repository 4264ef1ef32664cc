import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { exchangeKeySchema, exchangeKeyView } from './exchange-key-view.ts';

export const showExchangeKey = userRoute({
  method: 'GET',
  path: `${BASE}/exchange-keys/{id}`,
  name: 'showExchangeKey',
  tag: 'Exchange keys',
  summary: 'One key of an exchange',
  params: idParams,
  responses: { 200: { description: 'The key, without what it spells', schema: exchangeKeySchema } },
  problems: NOT_FOUND,
  async handle({ exchangeKeys }: Pick<ApiDeps, 'exchangeKeys'>, { caller, params: { id } }) {
    const key = await exchangeKeys.find(caller.userId, id);
    if (key === undefined) return refuse(404, 'not_found', `You have no exchange key "${id}"`);
    return answer(200, exchangeKeyView(key));
  },
});
