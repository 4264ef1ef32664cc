import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorld, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await buildWorld({ log: () => {} });
}, 120_000);
afterAll(() => world.end());

type Health = { status: string; dependencies?: Record<string, { status: string }> };

async function ask(path: string, body?: string): Promise<{ status: number; body: Health & { code?: string } }> {
  const response = await fetch(`${world.baseUrl}/api/v1${path}`, body === undefined ? {} : { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Health };
}

/** Health as it is once `isRight`, or after some seconds. */
async function ready(isRight: (health: Health) => boolean): Promise<{ status: number; body: Health }> {
  let health = await ask('/health/ready');
  for (let turn = 0; turn < 100 && !isRight(health.body); turn += 1) {
    await wait(50);
    health = await ask('/health/ready');
  }
  return health;
}

const hook = (id: string) =>
  ask(
    `/webhook/${world.hookToken}`,
    JSON.stringify({ id, symbol: 'BTCUSDT.P', action: 'buy', quantity: 1, price: 100 }),
  );

describe('while something is away', () => {
  it('is ready, with everything up', async () => {
    const { status, body } = await ready((health) => health.status === 'ready');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ready',
      dependencies: { postgres: { status: 'up' }, redis: { status: 'up' } },
    });
  });

  it('is degraded without Redis, keeps alerts all the same, and is ready again by itself', async () => {
    await world.stopRedis();
    const without = await ready((health) => health.status === 'degraded');
    expect(without).toMatchObject({
      status: 200,
      body: { status: 'degraded', dependencies: { redis: { status: 'down' } } },
    });
    expect((await hook('without-redis')).status).toBe(202);
    await world.startRedis();
    expect(await ready((health) => health.status === 'ready')).toMatchObject({
      status: 200,
      body: { status: 'ready' },
    });
  });

  it('asks senders to try again without Postgres, lives on, and is ready again by itself', async () => {
    await world.stopPostgres();
    const without = await ready((health) => health.status === 'unavailable');
    expect(without).toMatchObject({
      status: 503,
      body: { status: 'unavailable', dependencies: { postgres: { status: 'down' } } },
    });
    expect(await ask('/health')).toEqual({ status: 200, body: { status: 'healthy' } });
    expect(await hook('without-postgres')).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
    await world.startPostgres();
    expect(await ready((health) => health.status === 'ready')).toMatchObject({ status: 200 });
    expect((await hook('without-postgres')).status, 'nothing of the first try was kept').toBe(202);
  });
});
