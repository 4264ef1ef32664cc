import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { revokeApiToken } from '../../../../shared/users/revoke-api-token.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { apiTokenSchema, apiTokenView } from './api-token-view.ts';

export const revokeApiTokenRoute = userRoute({
  method: 'DELETE',
  path: `${BASE}/api-tokens/{id}`,
  name: 'revokeApiToken',
  tag: 'Access',
  summary: 'Revoke an API token',
  description: 'It opens nothing from the next request on. Revoking it again changes nothing.',
  params: idParams,
  responses: { 200: { description: 'The token', schema: apiTokenSchema } },
  problems: NOT_FOUND,
  async handle(deps: Pick<ApiDeps, 'apiTokens' | 'now' | 'newId'>, { caller, params: { id } }) {
    const token = await revokeApiToken(deps, { ...caller, id });
    if (token === undefined) return refuse(404, 'not_found', `You have no API token "${id}"`);
    return answer(200, apiTokenView(token));
  },
});
