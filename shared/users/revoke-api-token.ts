import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import type { ApiToken } from './api-token.ts';
import type { ApiTokenStore } from './api-token-store.ts';

export type RevokeApiTokenDeps = { apiTokens: ApiTokenStore; now: Clock; newId: NewId };
export type RevokeApiToken = { userId: string; actor: string; id: string };

/** From the next request on the token opens nothing. @returns undefined when the user has no such token */
export async function revokeApiToken(
  deps: RevokeApiTokenDeps,
  { userId, actor, id }: RevokeApiToken,
): Promise<ApiToken | undefined> {
  const at = deps.now();
  return deps.apiTokens.revoke(userId, id, at, {
    id: deps.newId('aud'),
    userId,
    actor,
    action: 'api_token.revoked',
    subject: id,
    detail: {},
    at,
  });
}
