export type RateLimit = { limit: number; windowSeconds: number };
export type Verdict = { isAllowed: boolean; retryAfterSeconds: number };

/** Counts what happens under a key within windows of fixed length. A limit is there to protect, not to account. */
export interface Limiter {
  /** Counts one. Allowed as long as no more than `limit` were counted in this window. */
  count(key: string, limit: RateLimit): Promise<Verdict>;
  /** Whether another one would be allowed, without counting it. */
  peek(key: string, limit: RateLimit): Promise<Verdict>;
}

export const ALLOWED: Verdict = { isAllowed: true, retryAfterSeconds: 0 };
