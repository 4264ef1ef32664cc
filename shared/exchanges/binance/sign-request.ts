import type { ClearKey } from './clear-key.ts';

/** What is absent is not sent. Decimals come printed: no number is ever turned into text here. */
export type RequestParams = Readonly<Record<string, string | undefined>>;

/**
 * As it will travel. Values are percent-encoded before signing, which the exchange demands since 2026-01-15, and the order is
 * that of the object, so that the same parameters always make the same text.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#signed-endpoint-security
 */
export function encodeParams(params: RequestParams): string {
  return Object.entries(params)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
    .join('&');
}

/** The query with its signature, which USD-M wants to stand last. */
export function signParams(key: ClearKey, params: RequestParams): string {
  const payload = encodeParams(params);
  return `${payload}&signature=${encodeURIComponent(key.sign(payload))}`;
}

/**
 * For the WebSocket API the parameters are sorted by name, and signed without percent-encoding.
 * https://github.com/binance/binance-spot-api-docs/blob/master/web-socket-api.md#signed-request-security
 */
export function signWsParams(key: ClearKey, params: Readonly<Record<string, string>>): Record<string, string> {
  const all: Record<string, string> = { apiKey: key.reveal(), ...params };
  const payload = Object.keys(all)
    .sort()
    .map((name) => `${name}=${all[name]}`)
    .join('&');
  return { ...all, signature: key.sign(payload) };
}
