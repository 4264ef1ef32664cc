import type { Clock } from '../time/clock.ts';
import type { Lease, Work, WorkQueue } from './work.ts';

type Kept = Work & { dueAtMs: number; isBegun: boolean };
type Lane = { token?: string; leasedUntilMs: number };

export type MemoryWorkQueue = WorkQueue & {
  add(work: Pick<Work, 'lane' | 'alertId'> & Partial<Work> & { delayMs?: number }): Work;
  /** The work that is left, oldest first. */
  readonly left: readonly Work[];
};

export function memoryWorkQueue(now: Clock): MemoryWorkQueue {
  const left: Kept[] = [];
  const lanes = new Map<string, Lane>();
  let lastSeq = 0;
  let lastToken = 0;

  const nowMs = (): number => now().getTime();
  const isNext = (work: Kept): boolean =>
    !left.some((one) => one.lane === work.lane && one.isBegun && one.seq !== work.seq) &&
    (work.kind !== 'execute_signal' || !left.some((one) => isEarlierStep(one, work)));
  /** Whose turn it will be first, in the order of their times. */
  const headOf = (lane: string): Kept | undefined =>
    left.filter((work) => work.lane === lane && isNext(work)).sort((a, b) => a.dueAtMs - b.dueAtMs)[0];
  const laneOf = (lane: string): Lane => {
    const found = lanes.get(lane) ?? { leasedUntilMs: 0 };
    lanes.set(lane, found);
    return found;
  };
  const holds = (lease: Lease): boolean => {
    const lane = laneOf(lease.lane);
    return lane.token === lease.token && lane.leasedUntilMs > nowMs();
  };
  const claimableAtMs = (lane: string): number =>
    Math.max(headOf(lane)?.dueAtMs ?? Infinity, laneOf(lane).leasedUntilMs);

  return {
    left,
    add({ delayMs = 0, ...given }) {
      lastSeq += 1;
      const work: Kept = {
        seq: String(lastSeq),
        kind: 'execute_signal',
        userId: 'usr_1',
        step: 1,
        attempts: 0,
        failures: 0,
        isAlarmTold: false,
        createdAt: now(),
        dueAtMs: nowMs() + delayMs,
        isBegun: false,
        ...given,
      };
      left.push(work);
      return work;
    },
    async claimLanes(limit, leaseMs) {
      const free = [...new Set(left.map(({ lane }) => lane))].filter((lane) => claimableAtMs(lane) <= nowMs());
      return free.slice(0, limit).map((lane) => {
        lastToken += 1;
        lanes.set(lane, { token: String(lastToken), leasedUntilMs: nowMs() + leaseMs });
        return { lane, token: String(lastToken) };
      });
    },
    async head(lease) {
      const head = headOf(lease.lane);
      return holds(lease) && head !== undefined && head.dueAtMs <= nowMs() ? head : undefined;
    },
    async renew(lease, leaseMs) {
      if (!holds(lease)) return false;
      laneOf(lease.lane).leasedUntilMs = nowMs() + leaseMs;
      return true;
    },
    async release(lease) {
      if (laneOf(lease.lane).token === lease.token) lanes.set(lease.lane, { leasedUntilMs: 0 });
    },
    async postpone(lease, work, delayMs, _reason, { isAway = false, isAlarmTold = false } = {}) {
      const kept = left.find(({ seq }) => seq === work.seq);
      if (!holds(lease) || kept === undefined) return;
      kept.dueAtMs = nowMs() + delayMs;
      kept.attempts += 1;
      kept.failures += isAway ? 0 : 1;
      kept.isAlarmTold ||= isAlarmTold;
      kept.isBegun = kept.kind === 'execute_signal';
    },
    async drop(lease, work) {
      const at = left.findIndex(({ seq }) => seq === work.seq);
      if (holds(lease) && at >= 0) left.splice(at, 1);
    },
    async nextDueInMs() {
      if (left.length === 0) return undefined;
      return Math.max(0, Math.min(...left.map(({ lane }) => claimableAtMs(lane))) - nowMs());
    },
    async depth() {
      const ages = left.map((work) => nowMs() - (work.isBegun ? work.createdAt.getTime() : work.dueAtMs));
      return { count: left.length, oldestAgeMs: Math.max(0, ...ages) };
    },
  };
}

function isEarlierStep(one: Work, { alertId, lane, step }: Work): boolean {
  return one.kind === 'execute_signal' && one.alertId === alertId && one.lane === lane && one.step < step;
}
