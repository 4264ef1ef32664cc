import { AppError } from '../errors/app-error.ts';
import { digestToken } from '../ids/secret-token.ts';
import type { Limiter } from '../rate-limits/limiter.ts';
import type { Clock } from '../time/clock.ts';
import type { ApiTokenStore } from '../users/api-token-store.ts';
import type { Caller } from './route.ts';

export type AuthenticateDeps = { apiTokens: ApiTokenStore; limiter: Limiter; now: Clock };
export type Authenticate = (authorization: string | undefined, address: string) => Promise<Caller>;

/** Wrong tokens that one address may bring within the window. Tokens carry 256 bits: this spares us work, not guesses. */
export const FAILURES = { limit: 20, windowSeconds: 60 };

const USED_AT_PRECISION_MS = 60_000;
const MAX_KNOWN = 1_000;
const BEARER = /^bearer +(\S+)$/i;

/**
 * Says whose API token this is. Every token is digested and looked up, whatever it looks like, so that the time it takes
 * says nothing about it. An address that keeps bringing wrong ones is turned away unlooked, except with a token that was
 * right before: somebody else behind the same address must not lock its owner out.
 * @throws AppError `unauthorized`, `too_many_requests`, `database_unavailable`
 */
export function authenticator(deps: AuthenticateDeps): Authenticate {
  const known = new Set<string>();
  return async (authorization, address) => {
    const token = BEARER.exec(authorization?.trim() ?? '')?.[1];
    if (token === undefined)
      throw new AppError('unauthorized', 'This needs an API token: "Authorization: Bearer tbt_…"');
    const digest = digestToken(token);
    const key = `failed-authentication:${address}`;
    if (!known.has(digest)) refuseOver(await deps.limiter.peek(key, FAILURES));
    const now = deps.now();
    const found = await deps.apiTokens.findActive(digest, now);
    if (found === undefined) {
      known.delete(digest);
      refuseOver(await deps.limiter.count(key, FAILURES));
      throw new AppError('unauthorized', 'The API token is unknown, expired or revoked');
    }
    if (known.size >= MAX_KNOWN) known.clear();
    known.add(digest);
    const usedAt = found.lastUsedAt?.getTime() ?? 0;
    if (now.getTime() - usedAt >= USED_AT_PRECISION_MS) await deps.apiTokens.touch(found.id, now);
    return { userId: found.userId, actor: found.id };
  };
}

function refuseOver(verdict: { isAllowed: boolean; retryAfterSeconds: number }): void {
  if (verdict.isAllowed) return;
  const { retryAfterSeconds } = verdict;
  const message = `Too many wrong API tokens from this address; wait ${retryAfterSeconds} seconds`;
  throw new AppError('too_many_requests', message, { details: { retryAfterSeconds } });
}
