import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { pageOf, pageQuery } from '../../fields.ts';
import { pageView } from '../../page-view.ts';
import { exchangeKeySchema, exchangeKeyView } from './exchange-key-view.ts';

export const listExchangeKeys = userRoute({
  method: 'GET',
  path: `${BASE}/exchange-keys`,
  name: 'listExchangeKeys',
  tag: 'Exchange keys',
  summary: 'Keys of exchanges, newest first',
  query: pageQuery,
  responses: { 200: { description: 'A page of keys, without what they spell', schema: pageOf(exchangeKeySchema) } },
  async handle({ exchangeKeys }: Pick<ApiDeps, 'exchangeKeys'>, { caller, query }) {
    return answer(200, pageView(await exchangeKeys.list(caller.userId, query), exchangeKeyView));
  },
});
