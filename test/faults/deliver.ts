import { setTimeout as wait } from 'node:timers/promises';
import type { Lane, StoryAlert } from './story.ts';

export type Tally = {
  deliveries: number;
  accepted: number;
  duplicates: number;
  /** 503: not kept, and the sender is told so. */
  unavailable: number;
  /** Refused, cut or timed out: the sender cannot know. */
  unanswered: number;
  /** Anything else: never right. */
  unexpected: string[];
  /** Alert ids that one message was acknowledged with; one each, if all is well. */
  acknowledged: Map<string, Set<string>>;
  neverAcknowledged: string[];
  /** The world ended before the story did: nothing more is sent. */
  isStopped: boolean;
};

/** TradingView's own patience. */
const TIMEOUT_MS = 3_000;
const RETRY_MS = 120;
const GIVE_UP_MS = 90_000;

export function newTally(): Tally {
  return {
    deliveries: 0,
    accepted: 0,
    duplicates: 0,
    unavailable: 0,
    unanswered: 0,
    unexpected: [],
    acknowledged: new Map(),
    neverAcknowledged: [],
    isStopped: false,
  };
}

/** Sends a lane's alerts in order, each as often as its story says, and again until it is acknowledged. */
export async function deliverLane(
  baseUrl: string,
  lane: Lane,
  tally: Tally,
  pause: () => Promise<unknown>,
): Promise<void> {
  const late: Promise<unknown>[] = [];
  const url = `${baseUrl}/api/v1/webhook/${lane.hookToken}`;
  for (const alert of lane.alerts) {
    if (tally.isStopped) return;
    const [first, ...rest] = alert.deliveries;
    for (const { copies, afterMs } of rest) late.push(wait(afterMs).then(() => post(url, alert, tally, copies)));
    const isAcknowledged = await post(url, alert, tally, first?.copies ?? 1);
    if (!isAcknowledged) await sendUntilAcknowledged(url, alert, tally);
    await pause();
  }
  await Promise.all(late);
}

async function sendUntilAcknowledged(url: string, alert: StoryAlert, tally: Tally): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  while (Date.now() < deadline && !tally.isStopped) {
    await wait(RETRY_MS);
    if (await post(url, alert, tally, 1)) return;
  }
  tally.neverAcknowledged.push(alert.id);
}

/** @returns whether one of the copies was acknowledged */
async function post(url: string, alert: StoryAlert, tally: Tally, copies: number): Promise<boolean> {
  const answers = await Promise.all(Array.from({ length: copies }, () => postOnce(url, alert, tally)));
  return answers.includes(true);
}

async function postOnce(url: string, alert: StoryAlert, tally: Tally): Promise<boolean> {
  tally.deliveries += 1;
  try {
    const response = await fetch(url, { method: 'POST', body: alert.body, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return count(response.status, await response.text(), alert, tally);
  } catch {
    tally.unanswered += 1;
    return false;
  }
}

function count(status: number, text: string, alert: StoryAlert, tally: Tally): boolean {
  if (status === 503) {
    tally.unavailable += 1;
    return false;
  }
  if (status !== 202 && status !== 200) {
    tally.unexpected.push(`${status} ${text}`);
    return false;
  }
  const { id, status: outcome } = JSON.parse(text) as { id?: string; status?: string };
  if (id === undefined || outcome === undefined || outcome === 'conflict') {
    tally.unexpected.push(`${status} ${text}`);
    return false;
  }
  if (outcome === 'duplicate') tally.duplicates += 1;
  else tally.accepted += 1;
  const ids = tally.acknowledged.get(alert.id) ?? new Set();
  tally.acknowledged.set(alert.id, ids.add(id));
  return true;
}
