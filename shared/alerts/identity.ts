import { createHash } from 'node:crypto';
import { print } from '../money/decimal.ts';
import type { Signal, Size } from '../signals/signal.ts';
import type { AlertIdentity, AlertReading } from './alert.ts';
import { readInstant } from './read-instant.ts';
import type { RouteNames } from './route-names.ts';

/** TradingView sends again after 5 s, up to three times: 30 s covers that, and a longer window would drop honest repeats. */
const BODY_WINDOW_SECONDS = 30;
const MOST_HINTS = 4;
const NAME_DIGITS = 16;

/**
 * Says what makes two deliveries the same alert: its own id and whom it is for; else what it asks for together with the time it
 * fired; else its words, for a short while. Where settings have a say in what it asks for, its words stand for that, so that it stays
 * the same alert when they are changed.
 */
export function identify(reading: AlertReading, bodyDigest: string): AlertIdentity {
  const { signals, routes } = reading;
  const ids = [...new Set(signals.flatMap((signal) => explicitIdOf(signal) ?? []))];
  if (ids.length === 1) return { key: `id:${ids[0]}${forWhom(routes)}` };
  if (ids.length > 1) return { key: `ids:${digest(JSON.stringify(ids))}${forWhom(routes)}` };
  const isTimed = signals.length > 0 && signals.every((signal) => (signal.signalAt ?? signal.explicitId) !== undefined);
  if (!isTimed) return { key: ['body', bodyDigest, ...hintsOf(routes)].join(':'), windowSeconds: BODY_WINDOW_SECONDS };
  const effects = reading.settings === undefined ? signals.map(effectOf) : [bodyDigest, ...hintsOf(routes)];
  return { key: `at:${digest(JSON.stringify([reading.dialect, ...effects]))}` };
}

/** Vendors count ids for each bot or account anew, so that two of them behind one hook may bring the same. */
function forWhom(routes: readonly RouteNames[]): string {
  const names = routes.flatMap(({ routeKey, accountAlias }) =>
    (routeKey ?? accountAlias) ? [[routeKey, accountAlias]] : [],
  );
  return names.length === 0 ? '' : ` for ${digest(JSON.stringify(names)).slice(0, NAME_DIGITS)}`;
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
function hintsOf(routes: readonly RouteNames[]): string[] {
  const names = routes.flatMap(({ routeKey = '', accountAlias = '' }) => [routeKey, accountAlias]);
  return [...new Set(names.filter((name) => name.startsWith('#')))].slice(0, MOST_HINTS);
}

/** Two limits of a ladder, and the cancels of two sides, may come in one second. What is the usual adds nothing. */
function effectOf(signal: Signal): (string | number | null)[] {
  const { intent, orderSide, orderType, price, stopPrice, priceOffset } = signal;
  const side = intent === 'cancel_orders' && orderSide ? [orderSide] : [];
  const offset = priceOffset && [priceOffset.from, priceOffset.kind, print(priceOffset.value)].join(' ');
  const terms = orderType === 'market' ? [] : [orderType, price && print(price), stopPrice && print(stopPrice), offset];
  return [
    ...[signal.symbol, signal.market, signal.intent, ...sizeOf(signal.size), signal.signalAt, signal.explicitId],
    ...[signal.orderTag, signal.targetSide, signal.targetQuantity && print(signal.targetQuantity), signal.step],
    ...[signal.routeKey, signal.accountAlias, ...side, ...terms],
  ].map((part) => part ?? null);
}

function sizeOf(size: Size): [string, string] {
  return [size.type, size.type === 'strategy_default' ? '' : print(size.value)];
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
