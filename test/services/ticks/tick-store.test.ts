import { afterAll, beforeAll, expect, it } from 'vitest';
import { pgTickStore } from '../../../shared/ticks/tick-store.pg.ts';
import { TICK_GAP_MS } from '../../../shared/ticks/tick-store.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase('ticks');
});
afterAll(() => database.close());

const at = (ms: number): Date => new Date(Date.UTC(2026, 2, 2, 12) + ms);

it('claim() gives a tick to one of those who come at the same moment', async () => {
  const ticks = pgTickStore(database.pool);
  const claims = await Promise.all(Array.from({ length: 8 }, (_, nth) => ticks.claim('together', at(nth))));
  expect(claims.filter(Boolean)).toHaveLength(1);
});

it('claim() gives the next tick out again, and not the same one that comes late', async () => {
  const ticks = pgTickStore(database.pool);
  expect(await ticks.claim('later', at(0))).toBe(true);
  expect(await ticks.claim('later', at(TICK_GAP_MS - 1))).toBe(false);
  expect(await ticks.claim('later', at(60_000))).toBe(true);
  expect(await ticks.claim('another', at(60_000)), 'each name for itself').toBe(true);
});
