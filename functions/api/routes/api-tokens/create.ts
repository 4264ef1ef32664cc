import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { createApiToken } from '../../../../shared/users/create-api-token.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { instant } from '../../fields.ts';
import { apiTokenSchema, apiTokenView } from './api-token-view.ts';

const body = z.strictObject({ name: z.string().trim().min(1).max(64), expiresAt: instant.optional() });
const created = apiTokenSchema.extend({ token: z.string().describe('Shown now and never again') });

export const createApiTokenRoute = userRoute({
  method: 'POST',
  path: `${BASE}/api-tokens`,
  name: 'createApiToken',
  tag: 'Access',
  summary: 'Make an API token',
  body,
  responses: { 201: { description: 'The token', schema: created } },
  async handle(
    deps: Pick<ApiDeps, 'apiTokens' | 'now' | 'newId' | 'newSecret'>,
    { caller, body: { name, expiresAt } },
  ) {
    if (expiresAt !== undefined && expiresAt <= deps.now())
      return refuse(400, 'expiry_in_the_past', `Cannot make a token that expired at ${expiresAt.toISOString()}`);
    const expiry = expiresAt === undefined ? {} : { expiresAt };
    const { token, secret } = await createApiToken(deps, { ...caller, name, ...expiry });
    return answer(201, { ...apiTokenView(token), token: secret });
  },
});
