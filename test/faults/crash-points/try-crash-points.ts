import { onServer, urlOf } from '../../support/database.ts';
import { runPostgres } from '../../support/run-postgres.ts';
import { runRedis } from '../../support/run-redis.ts';
import { type CrashPointOptions, type CrashPointReport, runCrashPoints } from './run-crash-points.ts';

/** The same outside of the tests: with a Postgres and a Redis of its own, and a database for each of `services`. */
export async function tryCrashPoints({
  services,
  ...options
}: Omit<CrashPointOptions, 'databaseUrls' | 'redisUrl'> & { services: number }): Promise<CrashPointReport> {
  const postgres = await runPostgres();
  const redis = await runRedis();
  try {
    const databaseUrls: string[] = [];
    for (let nth = 0; nth < services; nth += 1) {
      const database = `crash_points_${nth}`;
      await onServer(postgres.serverUrl, `drop database if exists ${database} with (force)`);
      await onServer(postgres.serverUrl, `create database ${database} template ${postgres.template}`);
      databaseUrls.push(urlOf(postgres.serverUrl, database));
    }
    return await runCrashPoints({ ...options, databaseUrls, redisUrl: redis.url });
  } finally {
    await redis.stop();
    await postgres.stop();
  }
}
