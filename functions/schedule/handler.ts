import { keepAlive } from '../../shared/shutdown/shutdown.ts';
import { log, wire } from './wire.ts';

const { claimTick, jobs } = wire();

type Ran = { done: string[]; failed: string[] };

/** Every minute, once for all replicas. */
export function handler(): Promise<Ran> {
  return keepAlive(runJobs());
}

/** Each job on its own: one that fails is logged and keeps none of the others from running. */
async function runJobs(): Promise<Ran> {
  const ran: Ran = { done: [], failed: [] };
  if (!(await isOurs())) return ran;
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
