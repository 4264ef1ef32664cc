import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { Failure } from './failure.ts';
import type { FirstRunFile } from './first-run.ts';

const alertView = z.object({
  status: z.string(),
  reason: z.string().nullish(),
  timeline: z.array(
    z.object({ at: z.string(), name: z.string(), detail: z.record(z.string(), z.unknown()).nullish() }),
  ),
});

const POLL_MS = 100;
/** One that is held waits for a person: following it further shows nothing. */
const UNFINISHED = new Set(['accepted', 'working']);

/** Prints each step of the alert when it appears, until the alert has ended. */
export async function followAlert(alertId: string, service: FirstRunFile, patienceMs: number): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let shown = 0;
  for (;;) {
    const alert = await readAlert(alertId, service);
    for (const { at, name, detail } of alert.timeline.slice(shown)) {
      console.log(`  ${at}  ${name.padEnd(24)} ${detail ? JSON.stringify(detail) : ''}`.trimEnd());
    }
    shown = alert.timeline.length;
    if (!UNFINISHED.has(alert.status)) {
      console.log(`${alert.status}${alert.reason ? `: ${alert.reason}` : ''}`);
      return;
    }
    if (Date.now() > deadline) throw new Failure(`The alert has not ended within ${patienceMs / 1_000} s`);
    await wait(POLL_MS);
  }
}

async function readAlert(alertId: string, { baseUrl, apiToken }: FirstRunFile): Promise<z.infer<typeof alertView>> {
  const response = await fetch(`${baseUrl}/api/v1/alerts/${alertId}`, {
    headers: { authorization: `Bearer ${apiToken}` },
  });
  const body = await response.text();
  if (response.status !== 200) throw new Failure(`Cannot read the alert: HTTP ${response.status} ${body}`);
  return alertView.parse(JSON.parse(body));
}
