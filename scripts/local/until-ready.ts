import { setTimeout as wait } from 'node:timers/promises';
import { Failure } from './failure.ts';

const POLL_MS = 50;

/** Resolves when the service can keep alerts. */
export async function untilReady(port: number, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last = 'no answer';
  while (Date.now() < deadline) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/health/ready`, {
        signal: AbortSignal.timeout(3_000),
      });
      const body = await response.text();
      if (response.status === 200) return;
      last = body;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await wait(POLL_MS);
  }
  throw new Failure(`The service did not get ready within ${timeoutMs / 1_000} s: ${last}`);
}

/** Says "there is work": what a crash left undone goes on without waiting for the sweeper. */
export async function ringDoorbell(doorbellUrl: string): Promise<void> {
  await fetch(doorbellUrl, {
    method: 'POST',
    headers: { 'x-amz-invocation-type': 'Event' },
    body: JSON.stringify({ Records: [] }),
    signal: AbortSignal.timeout(3_000),
  });
}
