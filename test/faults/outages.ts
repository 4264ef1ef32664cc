import { setTimeout as wait } from 'node:timers/promises';
import type { World } from '../support/world.ts';
import type { Random } from './random.ts';

export type Outage = { what: OutageName; downMs: number; backAfterMs: number };

export const OUTAGES = ['kill the service', 'kill Postgres', 'stop Postgres', 'stop Redis'] as const;
export type OutageName = (typeof OUTAGES)[number];

/** Every kind at least once, in an order that the seed decides, until the story is told. */
export async function causeOutages(
  world: World,
  random: Random,
  limits: { isOver: () => boolean; most: number; pauseMs: [number, number] },
): Promise<Outage[]> {
  const caused: Outage[] = [];
  let left: OutageName[] = [];
  while (caused.length < limits.most && (!limits.isOver() || caused.length < OUTAGES.length)) {
    await wait(random.between(...limits.pauseMs));
    if (left.length === 0) left = ['kill the service', ...OUTAGES];
    const what = random.pick(left);
    left.splice(left.indexOf(what), 1);
    caused.push(await cause(world, what, random.between(50, 700)));
  }
  return caused;
}

async function cause(world: World, what: OutageName, downMs: number): Promise<Outage> {
  const { end, begin, isBack } = means(world, what);
  await end();
  const endedAt = performance.now();
  await wait(downMs);
  const beginsAt = performance.now();
  await begin();
  while (!(await isBack())) await wait(10);
  return { what, downMs: Math.round(beginsAt - endedAt), backAfterMs: Math.round(performance.now() - beginsAt) };
}

type Means = { end: () => Promise<void>; begin: () => Promise<void>; isBack: () => Promise<boolean> };

function means(world: World, what: OutageName): Means {
  switch (what) {
    case 'kill the service':
      return { end: world.killApp, begin: world.startApp, isBack: () => isReady(world, 'postgres') };
    case 'kill Postgres':
      return { end: world.killPostgres, begin: world.startPostgres, isBack: () => isReady(world, 'postgres') };
    case 'stop Postgres':
      return { end: world.stopPostgres, begin: world.startPostgres, isBack: () => isReady(world, 'postgres') };
    case 'stop Redis':
      return { end: world.stopRedis, begin: world.startRedis, isBack: () => isReady(world, 'redis') };
  }
}

async function isReady(world: World, dependency: string): Promise<boolean> {
  try {
    const response = await fetch(`${world.baseUrl}/api/v1/health/ready`, { signal: AbortSignal.timeout(2_000) });
    const health = (await response.json()) as { dependencies?: Record<string, { status: string }> };
    return response.status === 200 && health.dependencies?.[dependency]?.status === 'up';
  } catch {
    return false;
  }
}
