import * as z from 'zod';
import type { Clock } from '../time/clock.ts';

const streamMessage = z.object({ type: z.literal('ping') });

export type StreamAnswer = { type: 'pong'; at: string } | { type: 'error'; code: 'not_understood'; reason: string };

/** Keeps a connection alive. Updates are not sent to it in this version. */
export function answerMessage(deps: { now: Clock }, text: string): StreamAnswer {
  return isPing(text)
    ? { type: 'pong', at: deps.now().toISOString() }
    : { type: 'error', code: 'not_understood', reason: 'Expected {"type":"ping"}' };
}

function isPing(text: string): boolean {
  try {
    return streamMessage.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
