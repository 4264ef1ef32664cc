import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../errors/app-error.ts';
import type { Log } from '../log/logger.ts';
import type { Clock } from '../time/clock.ts';
import { backOffMs } from './back-off.ts';
import type { Attempt, Lease, Work, WorkQueue } from './work.ts';

/** What became of one piece of work. `finished`: its handler removed it, together with what it wrote. */
export type Retry = { status: 'retry'; delayMs: number; reason: string } & Attempt;
export type WorkResult = { status: 'finished' } | Retry;

export type DrainDeps = {
  queue: WorkQueue;
  carryOut: (work: Work, lease: Lease) => Promise<WorkResult>;
  now: Clock;
  log: Log;
  /** Aborted when this process is about to end: what is due is still worked, nothing is waited for. */
  leaving?: AbortSignal;
};

export type DrainLimits = {
  /** Lanes worked at the same time. */
  lanes: number;
  /** No new work is begun after this. */
  budgetMs: number;
  /** How long to wait for work that will be due soon, such as a retry or the lane of a worker that died. */
  lingerMs: number;
};

/** Short, so that a crash holds a lane up for seconds only; renewed while the work goes on. */
export const LEASE_MS = 5_000;
const RENEW_EVERY_MS = 1_500;
const DATABASE_PAUSE_MS = 250;
const UNEXPECTED = { firstMs: 1_000, mostMs: 60_000 };

export interface Drainer {
  /** Works lanes until nothing is due. A call during another one makes that one look again, and returns at once. */
  drain(): Promise<void>;
}

export function drainer(deps: DrainDeps, limits: DrainLimits): Drainer {
  let bell = newBell();
  let isDraining = false;
  return {
    async drain() {
      if (isDraining) return bell.ring();
      isDraining = true;
      const hangBell = (): Bell => {
        bell = newBell();
        return bell;
      };
      try {
        do await drainLanes(deps, limits, hangBell);
        while (bell.hasRung());
      } finally {
        isDraining = false;
      }
    },
  };
}

type Bell = { ring: () => void; rung: Promise<void>; hasRung: () => boolean };

function newBell(): Bell {
  let ring = (): void => {};
  let isRung = false;
  const rung = new Promise<void>((resolve) => {
    ring = () => {
      isRung = true;
      resolve();
    };
  });
  return { ring: () => ring(), rung, hasRung: () => isRung };
}

async function drainLanes(deps: DrainDeps, limits: DrainLimits, hangBell: () => Bell): Promise<void> {
  const until = deps.now().getTime() + limits.budgetMs;
  const working = new Set<Promise<void>>();
  while (deps.now().getTime() < until) {
    // Hung before looking, so that a ring during the look is not missed.
    const bell = hangBell();
    const free = limits.lanes - working.size;
    const leases = free > 0 ? await claimPatiently(deps, free, until) : [];
    for (const lease of leases) {
      const lane = workLane(deps, lease, until).finally(() => working.delete(lane));
      working.add(lane);
    }
    if (bell.hasRung() || (leases.length > 0 && working.size < limits.lanes)) continue;
    if (working.size > 0) await Promise.race([...working, ...(working.size < limits.lanes ? [bell.rung] : [])]);
    else if (!(await somethingComes(deps, bell, Math.min(limits.lingerMs, until - deps.now().getTime())))) break;
  }
  await Promise.all(working);
}

/** A database that restarts is away for seconds: worth waiting for, since nobody else may ring soon. */
async function claimPatiently(deps: DrainDeps, limit: number, until: number): Promise<Lease[]> {
  while (true) {
    try {
      return await deps.queue.claimLanes(limit, LEASE_MS);
    } catch (error) {
      const isAway = error instanceof AppError && error.code === 'database_unavailable';
      if (!isAway || deps.now().getTime() + DATABASE_PAUSE_MS >= until) throw error;
      await sleep(DATABASE_PAUSE_MS);
    }
  }
}

/** @returns whether it is worth looking again: a lane became due within `patienceMs`, or the bell rang */
async function somethingComes(deps: DrainDeps, bell: Bell, patienceMs: number): Promise<boolean> {
  const dueInMs = await deps.queue.nextDueInMs();
  if (bell.hasRung()) return true;
  if (deps.leaving?.aborted || dueInMs === undefined || dueInMs > patienceMs) return false;
  const patience = new AbortController();
  const signal = AbortSignal.any([patience.signal, ...(deps.leaving ? [deps.leaving] : [])]);
  await Promise.race([bell.rung, sleep(dueInMs + 1, undefined, { signal }).catch(() => undefined)]);
  patience.abort();
  return true;
}

/** Works one lane in order until it is empty, its head has to wait, or the time is up. Never throws. */
async function workLane(deps: DrainDeps, lease: Lease, until: number): Promise<void> {
  const heartbeat = setInterval(() => {
    deps.queue.renew(lease, LEASE_MS).catch(() => undefined);
  }, RENEW_EVERY_MS);
  try {
    while (deps.now().getTime() < until) {
      const work = await deps.queue.head(lease);
      if (work === undefined) break;
      if (!(await workOne(deps, work, lease))) break;
    }
    await deps.queue.release(lease);
  } catch (error) {
    deps.log.warn('A lane was left before its work was done', { lane: lease.lane, reason: messageOf(error) });
  } finally {
    clearInterval(heartbeat);
  }
}

/** @returns whether the lane may go on to its next work */
async function workOne(deps: DrainDeps, work: Work, lease: Lease): Promise<boolean> {
  const result = await carryOut(deps, work, lease);
  if (result.status === 'finished') return true;
  await deps.queue.postpone(lease, work, result.delayMs, result.reason, result);
  return false;
}

async function carryOut(deps: DrainDeps, work: Work, lease: Lease): Promise<WorkResult> {
  try {
    return await deps.carryOut(work, lease);
  } catch (error) {
    if (error instanceof AppError && error.code === 'lease_lost') throw error;
    return retryUnexpected(deps, work, error);
  }
}

/** For what nobody expected: a bug, or something that asking again soon cannot help. */
export function retryUnexpected({ log }: Pick<DrainDeps, 'log'>, work: Work, error: unknown): Retry {
  log.error('Work could not be carried out; it will be tried again', {
    alertId: work.alertId,
    kind: work.kind,
    attempts: work.attempts,
    error: error instanceof Error ? error : new Error(String(error)),
  });
  const isAway = error instanceof AppError && error.code === 'database_unavailable';
  return { status: 'retry', delayMs: backOffMs(work.attempts, UNEXPECTED), reason: messageOf(error), isAway };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
