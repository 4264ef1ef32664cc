import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import { silentLog } from '../../../shared/log/logger.ts';
import { type DrainDeps, drainer } from '../../../shared/queue/drain-lanes.ts';
import { type MemoryWorkQueue, memoryWorkQueue } from '../../../shared/queue/queue.memory.ts';
import type { Lease, Work } from '../../../shared/queue/work.ts';
import { systemClock } from '../../../shared/time/clock.ts';

const limits = { lanes: 3, budgetMs: 5_000, lingerMs: 0 };

type Setup = { queue: MemoryWorkQueue; done: string[]; deps: DrainDeps; mostAtOnce: () => number };

/** A worker that notes what it does and takes a few milliseconds for it. */
function setUp(carryOut?: (work: Work, lease: Lease) => ReturnType<DrainDeps['carryOut']> | undefined): Setup {
  const queue = memoryWorkQueue(systemClock);
  const done: string[] = [];
  let now = 0;
  let most = 0;
  const deps: DrainDeps = {
    queue,
    now: systemClock,
    log: silentLog,
    async carryOut(work, lease) {
      now += 1;
      most = Math.max(most, now);
      await wait(5);
      now -= 1;
      const result = await carryOut?.(work, lease);
      if (result !== undefined) return result;
      done.push(work.alertId);
      await queue.drop(lease, work);
      return { status: 'finished' };
    },
  };
  return { queue, done, deps, mostAtOnce: () => most };
}

describe('drain()', () => {
  it('works every lane until nothing is left, each lane in order', async () => {
    const { queue, done, deps } = setUp();
    for (const alertId of ['a1', 'b1', 'a2', 'c1', 'd1', 'a3']) queue.add({ lane: alertId.charAt(0), alertId });
    await drainer(deps, limits).drain();
    expect(done.filter((id) => id.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(done).toHaveLength(6);
    expect(queue.left).toEqual([]);
  });

  it('works no more lanes at the same time than it may', async () => {
    const { queue, deps, mostAtOnce } = setUp();
    for (const lane of 'abcdefgh') queue.add({ lane, alertId: lane });
    await drainer(deps, limits).drain();
    expect(mostAtOnce()).toBe(3);
  });

  it('looks again when it is rung while it works, and the second caller does not wait', async () => {
    const { queue, done, deps } = setUp();
    queue.add({ lane: 'a', alertId: 'a1' });
    const worker = drainer(deps, limits);
    const first = worker.drain();
    await wait(2);
    queue.add({ lane: 'b', alertId: 'b1' });
    await worker.drain();
    expect(done, 'the second call returned at once').toEqual([]);
    await first;
    expect(done.toSorted()).toEqual(['a1', 'b1']);
  });

  it('stays for work that is due soon, and leaves work that is due later', async () => {
    const { queue, done, deps } = setUp();
    queue.add({ lane: 'a', alertId: 'soon', delayMs: 60 });
    queue.add({ lane: 'b', alertId: 'later', delayMs: 60_000 });
    await drainer(deps, { ...limits, lingerMs: 500 }).drain();
    expect(done).toEqual(['soon']);
    expect(queue.left.map(({ alertId }) => alertId)).toEqual(['later']);
  });

  it('is woken by a ring while it stays', async () => {
    const { queue, done, deps } = setUp();
    queue.add({ lane: 'a', alertId: 'retry', delayMs: 400 });
    const worker = drainer(deps, { ...limits, lingerMs: 1_000 });
    const draining = worker.drain();
    await wait(20);
    queue.add({ lane: 'b', alertId: 'new' });
    await worker.drain();
    await wait(50);
    expect(done, 'the new work did not wait for the retry').toEqual(['new']);
    await draining;
    expect(done).toEqual(['new', 'retry']);
  });

  it('keeps the rest of a lane behind work that has to be tried again', async () => {
    let failures = 2;
    const { queue, done, deps } = setUp((work) => {
      if (work.alertId !== 'a1' || failures === 0) return undefined;
      failures -= 1;
      return Promise.resolve({ status: 'retry', delayMs: 20, reason: 'busy' });
    });
    for (const alertId of ['a1', 'a2', 'b1']) queue.add({ lane: alertId.charAt(0), alertId });
    await drainer(deps, { ...limits, lingerMs: 500 }).drain();
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  it('tries work that failed without a word again, later each time', async () => {
    const { queue, deps } = setUp(() => Promise.reject(new Error('a bug')));
    queue.add({ lane: 'a', alertId: 'a1' });
    await drainer(deps, limits).drain();
    expect(queue.left).toMatchObject([{ alertId: 'a1', attempts: 1 }]);
    expect(await queue.nextDueInMs()).toBeGreaterThan(500);
  });

  it('leaves a lane whose lease was lost to whoever has it now', async () => {
    const { queue, deps } = setUp(() => Promise.reject(new AppError('lease_lost', 'gone')));
    queue.add({ lane: 'a', alertId: 'a1' });
    await drainer(deps, limits).drain();
    expect(queue.left, 'not even the attempt is counted').toMatchObject([{ attempts: 0 }]);
  });

  it('waits for a database that is away for a moment', async () => {
    const { queue, done, deps } = setUp();
    queue.add({ lane: 'a', alertId: 'a1' });
    let failures = 2;
    const claimLanes: MemoryWorkQueue['claimLanes'] = async (...given) => {
      failures -= 1;
      if (failures >= 0) throw new AppError('database_unavailable', 'starting up');
      return queue.claimLanes(...given);
    };
    await drainer({ ...deps, queue: { ...queue, claimLanes } }, limits).drain();
    expect(done).toEqual(['a1']);
  });

  it('begins nothing after its time is up, and says when the database stays away', async () => {
    const { queue, deps } = setUp();
    queue.add({ lane: 'a', alertId: 'a1' });
    const away = { ...queue, claimLanes: () => Promise.reject(new AppError('database_unavailable', 'away')) };
    const draining = drainer({ ...deps, queue: away }, { ...limits, budgetMs: 300 }).drain();
    await expect(draining).rejects.toMatchObject({ code: 'database_unavailable' });
  });

  it('waits for nothing once it is leaving, and still works what is due', async () => {
    const { queue, done, deps } = setUp();
    queue.add({ lane: 'a', alertId: 'a1' });
    queue.add({ lane: 'b', alertId: 'later', delayMs: 3_000 });
    const leaving = new AbortController();
    const startedAt = Date.now();
    const drained = drainer({ ...deps, leaving: leaving.signal }, { ...limits, lingerMs: 5_000 }).drain();
    await wait(100);
    expect(done).toEqual(['a1']);
    leaving.abort();
    await drained;
    expect(Date.now() - startedAt).toBeLessThan(1_500);
  });
});
