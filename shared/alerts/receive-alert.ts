import { timingSafeEqual } from 'node:crypto';
import type { NewId } from '../ids/new-id.ts';
import { digestToken } from '../ids/secret-token.ts';
import type { Signal } from '../signals/signal.ts';
import type { Clock } from '../time/clock.ts';
import type { AlertReading, NotUnderstood } from './alert.ts';
import { decodeBody } from './decode-body.ts';
import { digestBody, identify } from './identity.ts';
import { readAlert } from './read-alert.ts';
import type { AlertStore, Hook, Kept, NewAlert } from './store.ts';

export const MAX_BODY_BYTES = 64 * 1024;

export type ReceiveAlertDeps = {
  alerts: AlertStore;
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
  | { outcome: 'accepted'; alertId: string; signals: readonly Signal[] }
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
  const decoded = decodeBody(delivery.body);
  const reading = readAlert(decoded.text);
  const alert = toNewAlert(deps, { ...reading, repairs: [...new Set([...decoded.repairs, ...reading.repairs])] });
  if (delivery.hookToken !== undefined)
    return keep(deps, { by: 'token', digest: digestToken(delivery.hookToken) }, alert);
  if (reading.secrets.length === 0) return { outcome: 'secret_missing' };
  for (const hook of hooksOf(deps, reading)) {
    const received = await keep(deps, hook, alert);
    if (received.outcome !== 'unknown_hook') return received;
  }
  return { outcome: 'secret_wrong' };
}

function toNewAlert(deps: ReceiveAlertDeps, reading: AlertReading): NewAlert {
  const bodyDigest = digestBody(reading.raw);
  return {
    id: deps.newId('alt'),
    source: 'webhook',
    receivedAt: deps.now(),
    raw: reading.raw,
    bodyDigest,
    identity: identify(reading, bodyDigest),
    repairs: reading.repairs,
    signals: reading.signals,
    ...(reading.dialect === undefined ? {} : { dialect: reading.dialect }),
    ...(reading.notUnderstood === undefined ? {} : { notUnderstood: reading.notUnderstood }),
  };
}

function* hooksOf(deps: ReceiveAlertDeps, reading: AlertReading): Generator<Hook> {
  const secrets = [...new Set(reading.secrets)].slice(0, MAX_SECRETS_TRIED);
  if (secrets.some((secret) => isOwnerSecret(deps, secret))) {
    yield { by: 'owner', strategyName: reading.signals[0]?.routeKey };
    return;
  }
  for (const secret of secrets) yield { by: 'token', digest: digestToken(secret) };
}

function isOwnerSecret(deps: ReceiveAlertDeps, secret: string): boolean {
  if (deps.ownerSecret === undefined) return false;
  return timingSafeEqual(Buffer.from(digestToken(secret)), Buffer.from(digestToken(deps.ownerSecret)));
}

async function keep(deps: ReceiveAlertDeps, hook: Hook, alert: NewAlert): Promise<ReceivedAlert> {
  const kept = await deps.alerts.keep(hook, alert);
  if (kept.outcome === 'kept' && alert.notUnderstood === undefined) deps.ring();
  return describe(kept, alert);
}

function describe(kept: Kept, alert: NewAlert): ReceivedAlert {
  switch (kept.outcome) {
    case 'unknown_hook':
      return kept;
    case 'duplicate':
      return kept;
    case 'conflict':
      return { outcome: 'conflict', alertId: alert.id, firstAlertId: kept.alertId };
    case 'kept':
      return alert.notUnderstood === undefined
        ? { outcome: 'accepted', alertId: alert.id, signals: alert.signals }
        : { outcome: 'not_understood', alertId: alert.id, notUnderstood: alert.notUnderstood };
  }
}
