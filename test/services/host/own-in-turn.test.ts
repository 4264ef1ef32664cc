import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { type Ownership, ownInTurn } from '../../../scripts/host/own-in-turn.pg.ts';
import { silentLog } from '../../../shared/log/logger.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
const ownerships: Ownership[] = [];

beforeAll(async () => {
  database = await testDatabase('own-in-turn');
});
afterAll(() => database.close());
afterEach(async () => {
  await Promise.all(ownerships.splice(0).map((ownership) => ownership.leave()));
});

/** A process that wants its turn. */
function contender(take: () => Promise<void> = async () => {}) {
  const told: string[] = [];
  let isOwner = false;
  const owned = {
    async take() {
      told.push('take');
      await take();
      isOwner = true;
    },
    async lose() {
      if (isOwner) told.push('lose');
      isOwner = false;
    },
  };
  const ownership = ownInTurn(database.url, owned, silentLog);
  ownerships.push(ownership);
  return { told, isOwner: () => isOwner, leave: ownership.leave };
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 8_000, interval: 20 });

it('one has it, and the next one when that leaves', async () => {
  const one = contender();
  await until(() => expect(one.isOwner()).toBe(true));
  const two = contender();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(two.isOwner()).toBe(false);
  await one.leave();
  expect(one.told).toEqual(['take', 'lose']);
  await until(() => expect(two.isOwner()).toBe(true));
});

it('goes with the connection that it belongs to, and can be had again', async () => {
  const one = contender();
  await until(() => expect(one.isOwner()).toBe(true));
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'tradingbot-owner' and datname = current_database()`,
  );
  await until(() => expect(one.told).toEqual(['take', 'lose', 'take']));
});

it('is given up and tried again when what it is for cannot be begun', async () => {
  let tries = 0;
  const one = contender(async () => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
  });
  await until(() => expect(one.isOwner()).toBe(true));
  expect(tries).toBe(2);
});
