import { describe, expect, it, vi } from 'vitest';
import { checkHealth, type Probe } from '../../../shared/health/check-health.ts';

const up: Probe = async () => ({ queueDepth: 0 });
const down: Probe = () => Promise.reject(new Error('password=hunter2 refused'));

describe('checkHealth()', () => {
  it.each([
    { case: 'all is up', postgres: up, redis: up, status: 'ready' },
    { case: 'Redis is not configured', postgres: up, redis: undefined, status: 'ready' },
    { case: 'Redis is down', postgres: up, redis: down, status: 'degraded' },
    { case: 'Postgres is down', postgres: down, redis: up, status: 'unavailable' },
    { case: 'both are down', postgres: down, redis: down, status: 'unavailable' },
  ])('says $status when $case', async ({ postgres, redis, status }) => {
    const health = await checkHealth({ required: { postgres }, optional: { redis } });
    expect(health.status).toBe(status);
    expect(JSON.stringify(health), 'why is for the log, not for strangers').not.toContain('hunter2');
  });

  it('tells the state of each dependency and what its probe found', async () => {
    const { dependencies } = await checkHealth({ required: { postgres: up }, optional: { redis: undefined } });
    expect(dependencies.postgres).toEqual({ status: 'up', latencyMs: expect.any(Number), queueDepth: 0 });
    expect(dependencies.redis).toEqual({ status: 'not_configured' });
  });

  it('takes a probe that does not answer for down', async () => {
    vi.useFakeTimers();
    const asked = checkHealth({ required: { postgres: () => new Promise(() => {}) }, optional: {} });
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect((await asked).status).toBe('unavailable');
  });
});
