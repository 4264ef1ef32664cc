import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { pageOf, pageQuery } from '../../fields.ts';
import { pageView } from '../../page-view.ts';
import { apiTokenSchema, apiTokenView } from './api-token-view.ts';

export const listApiTokens = userRoute({
  method: 'GET',
  path: `${BASE}/api-tokens`,
  name: 'listApiTokens',
  tag: 'Access',
  summary: 'API tokens, newest first',
  query: pageQuery,
  responses: { 200: { description: 'A page of tokens, without what they spell', schema: pageOf(apiTokenSchema) } },
  async handle({ apiTokens }: Pick<ApiDeps, 'apiTokens'>, { caller, query }) {
    return answer(200, pageView(await apiTokens.list(caller.userId, query), apiTokenView));
  },
});
