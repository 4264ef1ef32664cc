import { timingSafeEqual } from 'node:crypto';
import type { NewId } from '../ids/new-id.ts';
import { digestToken } from '../ids/secret-token.ts';
import type { Signal } from '../signals/signal.ts';
import type { Clock } from '../time/clock.ts';
import type { AlertReading, NotUnderstood } from './alert.ts';
import { decodeBody } from './decode-body.ts';
import { type KeepReadingDeps, type KeptMessage, keepReading, type Message } from './keep-reading.ts';
import { readAlert } from './read-alert.ts';
import type { ReadSettings } from './read-settings.ts';
import type { Hook, KeptAlert } from './store.ts';

export const MAX_BODY_BYTES = 64 * 1024;

export type ReceiveAlertDeps = KeepReadingDeps & {
  now: Clock;
  newId: NewId;
  /** Asks for the work to begin. Best effort: the work is committed already. */
  ring: () => void;
  /** WEBHOOK_SECRET, where it is set. */
  ownerSecret?: string;
};

/** One POST. Without `hookToken` the message must carry a secret. */
export type Delivery = { body: Uint8Array; hookToken?: string };

export type ReceivedAlert =
  /** `alerts` has one for each strategy that the message is for, the first under `alertId`. */
  | { outcome: 'accepted'; alertId: string; signals: readonly Signal[]; alerts: readonly KeptAlert[] }
  | { outcome: 'not_understood'; alertId: string; notUnderstood: NotUnderstood }
  | { outcome: 'duplicate'; alertId: string }
  | { outcome: 'conflict'; alertId: string; firstAlertId: string }
  | { outcome: 'unknown_hook' }
  | { outcome: 'secret_missing' }
  | { outcome: 'secret_wrong' }
  | { outcome: 'too_large'; bytes: number };

/** Secrets that a message may carry before we stop comparing: each one costs a look-up. */
const MAX_SECRETS_TRIED = 4;

/**
 * Keeps an alert and the work it causes, once, and says what it was read as. A repeated delivery changes nothing.
 * @throws AppError `database_unavailable` when nothing could be kept: the sender must send again
 */
export async function receiveAlert(deps: ReceiveAlertDeps, delivery: Delivery): Promise<ReceivedAlert> {
  if (delivery.body.byteLength > MAX_BODY_BYTES) return { outcome: 'too_large', bytes: delivery.body.byteLength };
  const message = readDelivery(delivery);
  if (delivery.hookToken !== undefined)
    return keep(deps, { by: 'token', digest: digestToken(delivery.hookToken) }, message);
  if (message.reading.secrets.length === 0) return { outcome: 'secret_missing' };
  for (const hook of hooksOf(deps, message.reading)) {
    const received = await keep(deps, hook, message);
    if (received.outcome !== 'unknown_hook') return received;
  }
  return { outcome: 'secret_wrong' };
}

function readDelivery({ body }: Delivery): Message {
  const decoded = decodeBody(body);
  const readAgain = (settings?: ReadSettings): AlertReading => {
    const reading = readAlert(decoded.text, settings);
    return { ...reading, repairs: [...new Set([...decoded.repairs, ...reading.repairs])] };
  };
  return { reading: readAgain(), readAgain };
}

function* hooksOf(deps: ReceiveAlertDeps, reading: AlertReading): Generator<Hook> {
  const secrets = [...new Set(reading.secrets)].slice(0, MAX_SECRETS_TRIED);
  if (secrets.some((secret) => isOwnerSecret(deps, secret))) {
    yield { by: 'owner' };
    return;
  }
  for (const secret of secrets) yield { by: 'token', digest: digestToken(secret) };
}

function isOwnerSecret(deps: ReceiveAlertDeps, secret: string): boolean {
  if (deps.ownerSecret === undefined) return false;
  return timingSafeEqual(Buffer.from(digestToken(secret)), Buffer.from(digestToken(deps.ownerSecret)));
}

async function keep(deps: ReceiveAlertDeps, hook: Hook, message: Message): Promise<ReceivedAlert> {
  const envelope = { id: deps.newId('alt'), source: 'webhook', receivedAt: deps.now() } as const;
  const received = describe(await keepReading(deps, hook, message, envelope));
  if (received.outcome === 'accepted') deps.ring();
  return received;
}

function describe({ kept, alert }: KeptMessage): ReceivedAlert {
  switch (kept.outcome) {
    case 'unknown_hook':
    case 'duplicate':
      return kept;
    case 'conflict':
      return { outcome: 'conflict', alertId: alert.id, firstAlertId: kept.alertId };
    case 'kept': {
      const { notUnderstood } = kept.alerts.find((one) => one.notUnderstood === undefined) ?? kept.alerts[0] ?? {};
      return notUnderstood === undefined
        ? { outcome: 'accepted', alertId: alert.id, signals: alert.signals, alerts: kept.alerts }
        : { outcome: 'not_understood', alertId: alert.id, notUnderstood };
    }
  }
}
