import { afterAll, describe, expect, inject, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { crashPointProblems, renderCrashPoints } from './crash-points/report.ts';
import { runCrashPoints } from './crash-points/run-crash-points.ts';

const SERVICES = 4;
const SAMPLE = 18;
const databases: TestDatabase[] = [];
afterAll(async () => {
  for (const database of databases) await database.close();
});

describe('killed before or after any message of an order’s life', () => {
  it('the service finishes that life, once', async () => {
    for (let nth = 0; nth < SERVICES; nth += 1) databases.push(await testDatabase(`crash_points_${nth}`));
    const report = await runCrashPoints({
      databaseUrls: databases.map(({ url }) => url),
      redisUrl: inject('redisUrl'),
      seed: 20_261_125,
      sample: SAMPLE,
      maxMs: 300_000,
    });
    expect(crashPointProblems(report), renderCrashPoints(report)).toEqual([]);
    expect(report.results).toHaveLength(SAMPLE);
    expect(report.kills, 'most points were met').toBeGreaterThan(SAMPLE / 2);
  });
});
