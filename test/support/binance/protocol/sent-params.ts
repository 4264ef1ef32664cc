import { duplicateParameter, invalidSignature } from './errors.ts';

/** What `encodeURIComponent` leaves standing, and percent codes. Everything else has to be encoded before signing. */
const ENCODED = /^(?:[A-Za-z0-9\-._~!*'()]|%[0-9A-Fa-f]{2})*$/;
const SIGNATURE = 'signature';

export type SentParams = {
  /** Decoded values without the signature; the query string wins over the body. */
  values: ReadonlyMap<string, string>;
  signature: string | undefined;
  /** The bytes that were signed: query string and body as they came, less the signature. */
  payload: string;
};

/**
 * Reads query string and body as they were received.
 * The signature must stand last, which USD-M demands and Spot forgives; values must be percent-encoded, which
 * the exchange checks since 2026-01-15.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#signed-endpoint-security
 */
export function readSentParams(query: string, body: string, isSigned: boolean): SentParams {
  const fromQuery = pairsOf(query);
  const fromBody = pairsOf(body);
  const values = new Map<string, string>();
  for (const pairs of [fromBody, fromQuery]) {
    const names = new Set<string>();
    for (const { name, raw } of pairs) {
      if (names.has(name)) throw duplicateParameter();
      names.add(name);
      if (isSigned && !ENCODED.test(raw)) throw invalidSignature();
      values.set(name, decode(raw));
    }
  }
  const signature = values.get(SIGNATURE);
  values.delete(SIGNATURE);
  if (!isSigned || signature === undefined) return { values, signature, payload: query + body };
  return { values, signature, payload: withoutSignature(query, fromQuery) + withoutSignature(body, fromBody) };
}

type Pair = { name: string; raw: string };

function pairsOf(text: string): Pair[] {
  if (text === '') return [];
  return text.split('&').map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? { name: part, raw: '' } : { name: decode(part.slice(0, at)), raw: part.slice(at + 1) };
  });
}

function withoutSignature(text: string, pairs: readonly Pair[]): string {
  const at = pairs.findIndex(({ name }) => name === SIGNATURE);
  if (at < 0) return text;
  if (at !== pairs.length - 1) throw invalidSignature();
  return pairs.length === 1 ? '' : text.slice(0, text.lastIndexOf('&'));
}

function decode(raw: string): string {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    throw invalidSignature();
  }
}
