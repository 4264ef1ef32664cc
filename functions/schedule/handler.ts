import { log, wire } from './wire.ts';

const jobs = wire();

/** Every minute. Each job on its own: one that fails is logged and keeps none of the others from running. */
export async function handler(): Promise<{ done: string[]; failed: string[] }> {
  const done: string[] = [];
  const failed: string[] = [];
  for (const [name, job] of Object.entries(jobs)) {
    try {
      await job();
      done.push(name);
    } catch (error) {
      failed.push(name);
      log.error('A scheduled job failed', {
        job: name,
        error: error instanceof Error ? error : new Error(String(error)),
      });
    }
  }
  return { done, failed };
}
