import { isDeepStrictEqual } from 'node:util';
import { readDelivery } from '../../functions/webhook/read-delivery.ts';
import { replyReceived } from '../../functions/webhook/reply-received.ts';
import type { AlertReading } from '../../shared/alerts/alert.ts';
import { decodeBody } from '../../shared/alerts/decode-body.ts';
import { digestBody, identify } from '../../shared/alerts/identity.ts';
import { readAlert } from '../../shared/alerts/read-alert.ts';
import { receiveAlert } from '../../shared/alerts/receive-alert.ts';
import { settingsSeen } from '../../shared/alerts/settings-seen.ts';
import { memoryAlertStore } from '../../shared/alerts/store.memory.ts';
import type { AlertStore } from '../../shared/alerts/store.ts';
import { httpDoor } from '../../shared/http/door.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { readSignals } from '../../shared/signals/signal-json.ts';
import { fixedClock, fixedIds } from '../support/fixed.ts';
import { httpEvent } from '../support/http-event.ts';
import { type ToldLog, tellingLog } from './telling-log.ts';

const HOOK = 'hk_of-the-fuzzed-strategy';
/** Of the processor; far above what reading 64 KB takes, so that only a reader that hangs is found too slow. */
const MOST_MS = 1_000;
const LONGEST_KEY = 250;

export type Judged = { dialect?: string; isUnderstood: boolean; ms: number; problems: string[] };

/** Sends a message through the door of the webhook, and looks at all that is left of it: the row, the log and the answer. */
export async function judge(
  body: Uint8Array,
  { secret, isStoreDown = false }: { secret?: string; isStoreDown?: boolean } = {},
): Promise<Judged> {
  const log = tellingLog();
  const rows: unknown[] = [];
  const before = process.threadCpuUsage();
  const reply = await doorOf(log, storeOf(rows, isStoreDown))(eventOf(body));
  const { user, system } = process.threadCpuUsage(before);
  const ms = (user + system) / 1_000;
  const reading = readAlert(decodeBody(body).text);
  const left = { 'a stored row': JSON.stringify(rows), 'the log': log.told(), 'the answer': reply.body };
  const problems = [
    ...(reply.statusCode === (isStoreDown ? 500 : 202) ? [] : [`it was answered ${reply.statusCode}`]),
    ...(ms > MOST_MS ? [`it took ${ms.toFixed(0)} ms`] : []),
    ...judgeReading(reading),
    ...Object.entries(left).flatMap(([place, text]) => leaks(text, secret).map((what) => `${place} holds ${what}`)),
  ];
  const { dialect, notUnderstood } = reading;
  return { ...(dialect !== undefined && { dialect }), isUnderstood: notUnderstood === undefined, ms, problems };
}

function eventOf(body: Uint8Array) {
  const event = httpEvent('POST', `/api/v1/webhook/${HOOK}`, { body: Buffer.from(body).toString('base64') });
  return { ...event, isBase64Encoded: true, pathParameters: { token: HOOK } };
}

function doorOf({ log }: ToldLog, alerts: AlertStore) {
  const floor = { now: fixedClock(), newId: fixedIds(), ring: () => undefined };
  const deps = { ...floor, alerts, settingsSeen: settingsSeen() };
  return httpDoor(
    log,
    () => deps,
    async (_, event) => replyReceived(await receiveAlert(deps, readDelivery(event))),
  );
}

/** One that is down fails in a way that nobody expects, and tells the row, as a database does: that goes to the log. */
function storeOf(rows: unknown[], isDown: boolean): AlertStore {
  const kept = memoryAlertStore({
    ownerId: 'usr_1',
    strategies: [{ id: 'str_1', name: 'demo', digest: digestToken(HOOK) }],
  });
  return {
    async keep(hook, alert) {
      rows.push(alert);
      if (!isDown) return kept.keep(hook, alert);
      throw new Error(`Failing row contains (${JSON.stringify(alert)})`);
    },
  };
}

/** What must hold of every reading, whatever was read. */
function judgeReading(reading: AlertReading): string[] {
  const { secrets: _, ...kept } = reading;
  const json = JSON.stringify(kept);
  const plain: unknown = JSON.parse(JSON.stringify(reading.signals));
  const again: unknown = JSON.parse(JSON.stringify(readSignals(plain)));
  return [
    ...(reading.signals.length > 0 === (reading.notUnderstood === undefined) ? [] : ['it is understood and is not']),
    ...(isDeepStrictEqual(again, plain) ? [] : ['its signals are others once they were kept']),
    ...(json.includes('\\u0000') && json.replaceAll('\\\\', '').includes('\\u0000') ? ['it keeps a NUL'] : []),
    ...(reading.raw.isWellFormed() ? [] : ['it keeps half of a character']),
    ...(identify(reading, digestBody(reading.raw)).key.length < LONGEST_KEY ? [] : ['its identity is too long']),
    ...(readAlert(reading.raw).raw === reading.raw ? [] : ['what it keeps is redacted again']),
  ];
}

function leaks(text: string, secret: string | undefined): string[] {
  const spellings = secret === undefined ? [] : [secret, JSON.stringify(secret).slice(1, -1)];
  return [
    ...(spellings.some((one) => text.includes(one)) ? ['the secret'] : []),
    ...(text.includes(HOOK) ? ['the token of the hook'] : []),
  ];
}
