import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { buildFirst } from '../../scripts/local/build-first.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { FILLED, HEARD_KEY, type HeardService, heardService } from '../support/heard-service.ts';

const WITHIN_MS = 1_000;

let database: TestDatabase;
let service: HeardService;

beforeAll(async () => {
  await buildFirst(join(import.meta.dirname, '../..'));
  database = await testDatabase('user_stream');
  service = await heardService(database);
  await heard(1);
});

afterAll(async () => {
  const defects = service.fake.ledger.defects();
  await service.stop();
  await database.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const heard = (times: number): Promise<void> =>
  vi.waitFor(() => expect(service.timesHeard()).toBeGreaterThanOrEqual(times), { timeout: 10_000, interval: 10 });

/** As soon as it is so; how soon is asked by the test. */
const filled = (symbol: string) =>
  expect.poll(() => service.ordersOf(symbol), { timeout: 10_000, interval: 10 }).toEqual(FILLED);

it('an entry that fills on the exchange is filled here, and protected, within a second', async () => {
  const took: number[] = [];
  for (const [symbol, quantity, price] of [
    ['BTCUSDT', '0.01', 49_000],
    ['BNBUSDT', '0.1', 590],
  ] as const) {
    await service.rest(symbol, quantity, price);
    const filledAtMs = performance.now();
    service.fake.setPrice(symbol, String(price - 1));
    await filled(symbol);
    took.push(performance.now() - filledAtMs);
  }
  expect(Math.min(...took), 'the other one may have met a busy machine').toBeLessThan(WITHIN_MS);
});

it('an entry that fills while the connection is lost is found as soon as it is back', async () => {
  await service.rest('ETHUSDT', '0.1', 2_400);
  const before = service.timesHeard();
  service.fake.disconnectStreams();
  service.fake.setPrice('ETHUSDT', '2399');
  await heard(before + 1);
  const backAtMs = performance.now();
  await filled('ETHUSDT');
  expect(performance.now() - backAtMs).toBeLessThan(WITHIN_MS);
});

it('another process hears the exchange seconds after the one that did was killed', async () => {
  const [first] = service.hosts;
  await service.startHost();
  await service.rest('SOLUSDT', '1', 95);
  const before = service.timesHeard();
  await wait(1_500);
  expect(service.timesHeard(), 'one process hears, and not two').toBe(before);
  const killedAtMs = performance.now();
  await first?.kill();
  service.fake.setPrice('SOLUSDT', '94.9');
  await filled('SOLUSDT');
  expect(performance.now() - killedAtMs).toBeLessThan(8_000);
  expect(service.fake.ledger.executions(), 'every entry was filled once').toHaveLength(4);
});

it('a process that is told to end is gone at once, and nothing that was said holds the secret', async () => {
  const toldAtMs = performance.now();
  await service.living().stop();
  expect(performance.now() - toldAtMs).toBeLessThan(3_000);
  const all = service.said.join('\n');
  for (const secret of [HEARD_KEY.secret, HEARD_KEY.apiKey]) expect(all).not.toContain(secret);
});
