import { createHash } from 'node:crypto';
import { print } from '../money/decimal.ts';
import type { Signal, Size } from '../signals/signal.ts';
import type { AlertIdentity, AlertReading } from './alert.ts';
import { readInstant } from './read-instant.ts';

/** TradingView sends again after 5 s, up to three times: 30 s covers that, and a longer window would drop honest repeats. */
const BODY_WINDOW_SECONDS = 30;
const MOST_HINTS = 4;

/**
 * Says what makes two deliveries the same alert: its own id; else what it asks for together with the time it fired; else its
 * words, for a short while.
 */
export function identify(reading: AlertReading, bodyDigest: string): AlertIdentity {
  const { signals } = reading;
  const ids = [...new Set(signals.flatMap((signal) => explicitIdOf(signal) ?? []))];
  if (ids.length === 1) return { key: `id:${ids[0]}` };
  if (ids.length > 1) return { key: `ids:${digest(JSON.stringify(ids))}` };
  const isTimed = signals.length > 0 && signals.every((signal) => (signal.signalAt ?? signal.explicitId) !== undefined);
  if (!isTimed) return { key: ['body', bodyDigest, ...hintsOf(signals)].join(':'), windowSeconds: BODY_WINDOW_SECONDS };
  return { key: `at:${digest(JSON.stringify([reading.dialect, ...signals.map(effectOf)]))}` };
}

/**
 * Digests a message whose secrets are taken out. Space around it and line ends are evened out because relays change them; the
 * rest is not, since a repeated delivery repeats the message byte for byte.
 */
export function digestBody(raw: string): string {
  return digest(raw.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim());
}

/** An id that only names the script's order or repeats the time says nothing about one alert among several. */
function explicitIdOf(signal: Signal): string | undefined {
  const { explicitId, orderTag } = signal;
  const isId = explicitId !== undefined && explicitId !== orderTag && readInstant(explicitId) === undefined;
  return isId ? explicitId : undefined;
}

/** Two messages that differ in a secret alone are kept alike; where the secret is a route they are two alerts all the same. */
function hintsOf(signals: readonly Signal[]): string[] {
  const routes = signals.flatMap(({ routeKey, accountAlias }) => [routeKey, accountAlias]);
  return [...new Set(routes.filter((route) => route?.startsWith('#')))]
    .map((route) => route ?? '')
    .slice(0, MOST_HINTS);
}

function effectOf(signal: Signal): (string | number | null)[] {
  return [
    ...[signal.symbol, signal.market, signal.intent, ...sizeOf(signal.size), signal.signalAt, signal.explicitId],
    ...[signal.orderTag, signal.targetSide, signal.targetQuantity && print(signal.targetQuantity), signal.step],
    ...[signal.routeKey, signal.accountAlias],
  ].map((part) => part ?? null);
}

function sizeOf(size: Size): [string, string] {
  return [size.type, size.type === 'strategy_default' ? '' : print(size.value)];
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
