import type { Clock } from '../time/clock.ts';
import type { Lease, Work, WorkQueue } from './work.ts';

type Kept = Work & { dueAtMs: number };
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
  const headOf = (lane: string): Kept | undefined => left.find((work) => work.lane === lane);
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
        createdAt: now(),
        dueAtMs: nowMs() + delayMs,
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
    async postpone(lease, work, delayMs) {
      const kept = left.find(({ seq }) => seq === work.seq);
      if (!holds(lease) || kept === undefined) return;
      kept.dueAtMs = nowMs() + delayMs;
      kept.attempts += 1;
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
      const oldest = left[0];
      return { count: left.length, oldestAgeMs: oldest === undefined ? 0 : nowMs() - oldest.createdAt.getTime() };
    },
  };
}
