import { inject } from 'vitest';

/** The address of the Redis of this run. It is shared: each test uses keys of its own. */
export function testRedisUrl(): string {
  return inject('redisUrl');
}
