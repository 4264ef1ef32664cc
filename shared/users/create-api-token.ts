import type { NewId } from '../ids/new-id.ts';
import type { NewSecret } from '../ids/secret-token.ts';
import type { Clock } from '../time/clock.ts';
import type { ApiToken } from './api-token.ts';
import type { ApiTokenStore } from './api-token-store.ts';

export type CreateApiTokenDeps = { apiTokens: ApiTokenStore; now: Clock; newId: NewId; newSecret: NewSecret };
export type CreateApiToken = { userId: string; actor: string; name: string; expiresAt?: Date };

/** Makes a token. `secret` is what the caller must keep: only its digest is stored. */
export async function createApiToken(
  deps: CreateApiTokenDeps,
  { userId, actor, name, expiresAt }: CreateApiToken,
): Promise<{ token: ApiToken; secret: string }> {
  const { secret, digest, hint } = deps.newSecret('tbt');
  const createdAt = deps.now();
  const expiry = expiresAt === undefined ? {} : { expiresAt };
  const token: ApiToken = { id: deps.newId('tok'), userId, name, hint, createdAt, ...expiry };
  await deps.apiTokens.add(token, digest, {
    id: deps.newId('aud'),
    userId,
    actor,
    action: 'api_token.created',
    subject: token.id,
    detail: { name, ...expiry },
    at: createdAt,
  });
  return { token, secret };
}
