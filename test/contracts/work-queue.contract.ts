import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Lease, WorkKind, WorkQueue } from '../../shared/queue/work.ts';

export type QueueUnderTest = {
  queue: WorkQueue;
  /** Adds work that is due after `delayMs`; seq grows with each call. */
  add(lane: string, alertId: string, delayMs?: number, given?: { step?: number; kind?: WorkKind }): Promise<void>;
  /** Lets time go by, for the store's own clock. */
  pass(ms: number): Promise<void>;
  clear(): Promise<void>;
  close(): Promise<void>;
};

const LEASE_MS = 400;

export function workQueueContract(name: string, make: () => Promise<QueueUnderTest>): void {
  describe(`WorkQueue: ${name}`, () => {
    let test: QueueUnderTest;
    beforeAll(async () => {
      test = await make();
    });
    beforeEach(() => test.clear());
    afterAll(() => test.close());

    const claim = async (): Promise<Lease> => {
      const [lease] = await test.queue.claimLanes(1, LEASE_MS);
      if (lease === undefined) throw new Error('no lane could be claimed');
      return lease;
    };

    it('claimLanes() gives a lane to one caller at a time', async () => {
      await test.add('a', 'alt_1');
      await test.add('a', 'alt_2');
      const claims = await Promise.all(Array.from({ length: 8 }, () => test.queue.claimLanes(4, LEASE_MS)));
      expect(claims.flat()).toHaveLength(1);
    });

    it('claimLanes() gives at most as many lanes as asked for, and different ones', async () => {
      for (const lane of ['a', 'b', 'c']) await test.add(lane, `alt_${lane}`);
      const two = await test.queue.claimLanes(2, LEASE_MS);
      const rest = await test.queue.claimLanes(5, LEASE_MS);
      expect(new Set([...two, ...rest].map(({ lane }) => lane))).toEqual(new Set(['a', 'b', 'c']));
      expect(two).toHaveLength(2);
    });

    it('head() is the oldest work of the lane', async () => {
      await test.add('a', 'alt_1');
      await test.add('a', 'alt_2');
      const lease = await claim();
      expect((await test.queue.head(lease))?.alertId).toBe('alt_1');
    });

    it('work that waits for its time lets others of its lane pass, and comes when it is due', async () => {
      await test.add('a', 'alt_1', 200);
      await test.add('a', 'alt_2');
      const lease = await claim();
      const work = await test.queue.head(lease);
      if (work === undefined) throw new Error('no work');
      expect(work.alertId).toBe('alt_2');
      await test.queue.drop(lease, work);
      expect(await test.queue.head(lease)).toBeUndefined();
      await test.queue.release(lease);
      expect(await test.queue.claimLanes(1, LEASE_MS)).toEqual([]);
      await test.pass(250);
      expect(await test.queue.head(await claim())).toMatchObject({ alertId: 'alt_1' });
    });

    it('what has been due longest goes first, whichever was added first', async () => {
      await test.add('a', 'alt_1', 150);
      await test.add('a', 'alt_2', 50);
      await test.pass(200);
      expect(await test.queue.head(await claim())).toMatchObject({ alertId: 'alt_2' });
    });

    it('a step of an alert waits for the earlier ones in its lane, and for none in another', async () => {
      await test.add('a', 'alt_1', 60_000, { step: 1 });
      await test.add('a', 'alt_1', 0, { step: 2 });
      expect(await test.queue.claimLanes(1, LEASE_MS)).toEqual([]);
      await test.add('b', 'alt_1', 0, { step: 3 });
      expect(await test.queue.head(await claim())).toMatchObject({ lane: 'b', step: 3 });
    });

    it('a lane is free again when its lease has run out, and the old lease is worth nothing', async () => {
      await test.add('a', 'alt_1');
      const lost = await claim();
      await test.pass(LEASE_MS + 50);
      const lease = await claim();
      expect(await test.queue.head(lost)).toBeUndefined();
      expect(await test.queue.renew(lost, LEASE_MS)).toBe(false);
      await test.queue.release(lost);
      expect((await test.queue.head(lease))?.alertId, 'releasing a lost lease frees nobody else').toBe('alt_1');
    });

    it('renew() keeps the lane beyond its first lease', async () => {
      await test.add('a', 'alt_1');
      const lease = await claim();
      await test.pass(LEASE_MS / 2);
      expect(await test.queue.renew(lease, LEASE_MS * 2)).toBe(true);
      await test.pass(LEASE_MS);
      expect(await test.queue.claimLanes(1, LEASE_MS)).toEqual([]);
    });

    it('drop() removes work, and only for the holder of the lane', async () => {
      await test.add('a', 'alt_1');
      const lease = await claim();
      const work = await test.queue.head(lease);
      if (work === undefined) throw new Error('no work');
      await test.queue.drop({ ...lease, token: 'stolen' }, work);
      expect((await test.queue.depth()).count).toBe(1);
      await test.queue.drop(lease, work);
      expect(await test.queue.depth()).toEqual({ count: 0, oldestAgeMs: 0 });
    });

    it('postpone() keeps the work at the head of its lane and counts the attempt', async () => {
      await test.add('a', 'alt_1');
      await test.add('a', 'alt_2');
      const lease = await claim();
      const work = await test.queue.head(lease);
      if (work === undefined) throw new Error('no work');
      await test.queue.postpone(lease, work, 200, 'busy');
      expect(await test.queue.head(lease)).toBeUndefined();
      await test.queue.release(lease);
      expect(await test.queue.claimLanes(1, LEASE_MS)).toEqual([]);
      await test.pass(250);
      expect(await test.queue.head(await claim())).toMatchObject({ alertId: 'alt_1', attempts: 1 });
    });

    it('postpone() counts what met an exchange that was away as an attempt, and not as a failure', async () => {
      await test.add('a', 'alt_1');
      for (const attempt of [{ isAway: true }, {}, { isAway: true, isAlarmTold: true }, { isAway: true }]) {
        const lease = await claim();
        const work = await test.queue.head(lease);
        if (work === undefined) throw new Error('no work');
        await test.queue.postpone(lease, work, 0, 'not now', attempt);
        await test.queue.release(lease);
      }
      const kept = await test.queue.head(await claim());
      expect(kept).toMatchObject({ attempts: 4, failures: 1, isAlarmTold: true });
    });

    it('postpone() lets others pass when the work only looks after things', async () => {
      await test.add('a', 'alt_1', 0, { kind: 'protect' });
      await test.add('a', 'alt_2');
      const lease = await claim();
      const work = await test.queue.head(lease);
      if (work === undefined) throw new Error('no work');
      expect(work.kind).toBe('protect');
      await test.queue.postpone(lease, work, 60_000, 'not there yet');
      expect(await test.queue.head(lease)).toMatchObject({ alertId: 'alt_2' });
    });

    it('depth() says how late the work is, and what waits for its time is not late', async () => {
      await test.add('a', 'alt_1', 60_000);
      expect(await test.queue.depth()).toEqual({ count: 1, oldestAgeMs: 0 });
      await test.add('a', 'alt_2');
      await test.pass(100);
      expect((await test.queue.depth()).oldestAgeMs).toBeGreaterThanOrEqual(100);
    });

    it('nextDueInMs() says when a lane may next be claimed', async () => {
      expect(await test.queue.nextDueInMs()).toBeUndefined();
      await test.add('a', 'alt_1', 5_000);
      const waiting = (await test.queue.nextDueInMs()) ?? 0;
      expect(waiting).toBeGreaterThan(3_000);
      expect(waiting).toBeLessThanOrEqual(5_000);
      await test.add('b', 'alt_2');
      expect(await test.queue.nextDueInMs()).toBe(0);
      await claim();
      const leased = (await test.queue.nextDueInMs()) ?? 0;
      expect(leased, 'a leased lane may be free when its lease runs out').toBeGreaterThan(0);
      expect(leased).toBeLessThanOrEqual(LEASE_MS);
    });
  });
}
