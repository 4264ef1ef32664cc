import { keepAlive } from '../../shared/shutdown/shutdown.ts';
import { START_SOURCE } from '../../shared/ticks/start-event.ts';
import { type Jobs, log, wire } from './wire.ts';

const { claimTick, jobs, atStart } = wire();

type Ran = { done: string[]; failed: string[] };

/**
 * Every minute, once for all replicas. A process that has just started asks for what cannot wait for the next one, each for itself:
 * the one before may have ended a moment after it did the same.
 */
export function handler(event?: unknown): Promise<Ran> {
  const isStart = typeof event === 'object' && event !== null && 'source' in event && event.source === START_SOURCE;
  return keepAlive(isStart ? runJobs(atStart) : runTick());
}

async function runTick(): Promise<Ran> {
  return (await isOurs()) ? runJobs(jobs) : { done: [], failed: [] };
}

/** Each job on its own: one that fails is logged and keeps none of the others from running. */
async function runJobs(jobs: Jobs): Promise<Ran> {
  const ran: Ran = { done: [], failed: [] };
  for (const [name, job] of Object.entries(jobs)) {
    try {
      await job();
      ran.done.push(name);
    } catch (error) {
      ran.failed.push(name);
      log.error('A scheduled job failed', {
        job: name,
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  }
  return ran;
}

/** A database that cannot be asked makes it ours: then each job says by itself what it lacks. */
async function isOurs(): Promise<boolean> {
  try {
    return await claimTick();
  } catch {
    return true;
  }
}
