import { createHmac, sign } from 'node:crypto';
import type { ExchangeCredentials } from './credentials.ts';

/**
 * A query with its signature: HMAC-SHA256 in hex, or Ed25519 in base64, percent-encoded as everything is.
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security
 */
export function signQuery(credentials: ExchangeCredentials, parameters: Readonly<Record<string, string>>): string {
  const payload = new URLSearchParams(parameters).toString();
  return `${payload}&signature=${encodeURIComponent(signatureOf(credentials, payload))}`;
}

function signatureOf(credentials: ExchangeCredentials, payload: string): string {
  if ('secret' in credentials) return createHmac('sha256', credentials.secret).update(payload).digest('hex');
  return sign(null, Buffer.from(payload), credentials.privateKeyPem).toString('base64');
}
