import * as z from 'zod';

const workMessage = z.object({ type: z.literal('work'), version: z.literal(1) });

/** What a ring of the doorbell carries: that there is work, and nothing about it. */
export const WORK_MESSAGE = JSON.stringify({ type: 'work', version: 1 } satisfies z.infer<typeof workMessage>);

export function isWorkMessage(body: string): boolean {
  try {
    return workMessage.safeParse(JSON.parse(body)).success;
  } catch {
    return false;
  }
}
