import { setTimeout as wait } from 'node:timers/promises';
import { memoryWorkQueue } from '../../shared/queue/queue.memory.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import { testDatabase } from '../support/database.ts';
import { fixedClock } from '../support/fixed.ts';
import { workQueueContract } from './work-queue.contract.ts';

workQueueContract('memory', async () => {
  const clock = fixedClock();
  const queue = memoryWorkQueue(clock);
  return {
    queue,
    async add(lane, alertId, delayMs = 0, given = {}) {
      queue.add({ lane, alertId, delayMs, ...given });
    },
    async pass(ms) {
      clock.advance(ms);
    },
    async clear() {
      for (const work of [...queue.left]) {
        clock.advance(600_000);
        const [lease] = await queue.claimLanes(1, 1_000);
        if (lease !== undefined) await queue.drop(lease, work);
      }
      clock.advance(600_000);
    },
    async close() {},
  };
});

workQueueContract('Postgres', async () => {
  const database = await testDatabase('work-queue');
  return {
    queue: pgWorkQueue(database.pool),
    async add(lane, alertId, delayMs = 0, { step = 1, kind = 'execute_signal' } = {}) {
      await database.pool.query('insert into lanes (lane) values ($1) on conflict do nothing', [lane]);
      await database.pool.query(
        `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
         values ($1, $5, 'usr_1', $2, $4, now() + make_interval(secs => $3 / 1000.0), now())`,
        [lane, alertId, delayMs, step, kind],
      );
    },
    pass: (ms) => wait(ms),
    async clear() {
      await database.pool.query('truncate lanes, work');
    },
    close: () => database.close(),
  };
});
