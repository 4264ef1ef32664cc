import type { TestProject } from 'vitest/node';
import { type PostgresForTests, runPostgres } from './run-postgres.ts';
import { type RedisForTests, runRedis } from './run-redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServerUrl: string;
    databaseTemplate: string;
    redisUrl: string;
  }
}

type Services = { postgres: PostgresForTests; redis: RedisForTests };
type Shared = { users: number; services: Promise<Services> };

/** Vitest loads this file anew for each project; what they share has to live outside the module. */
const host = globalThis as typeof globalThis & { [key: symbol]: Shared | undefined };
const SHARED = Symbol.for('tradingbot.test.services');

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  host[SHARED] ??= { users: 0, services: startServices() };
  const shared = host[SHARED];
  shared.users += 1;
  const { postgres, redis } = await shared.services;
  project.provide('databaseServerUrl', postgres.serverUrl);
  project.provide('databaseTemplate', postgres.template);
  project.provide('redisUrl', redis.url);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    host[SHARED] = undefined;
    await Promise.all([postgres.stop(), redis.stop()]);
  };
}

async function startServices(): Promise<Services> {
  const [postgres, redis] = await Promise.allSettled([runPostgres(), runRedis()]);
  if (postgres.status === 'fulfilled' && redis.status === 'fulfilled') {
    return { postgres: postgres.value, redis: redis.value };
  }
  if (postgres.status === 'fulfilled') await postgres.value.stop();
  if (redis.status === 'fulfilled') await redis.value.stop();
  throw postgres.status === 'rejected' ? postgres.reason : redis.status === 'rejected' ? redis.reason : undefined;
}
