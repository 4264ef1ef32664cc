import type { IncomingHttpHeaders } from 'node:http';
import type { ClientReply } from './client.ts';
import { readJson } from './read-json.ts';

export type WireAnswer = { status: number; headers: IncomingHttpHeaders; text: string };

const SECOND_MS = 1_000;
const MAX_TEXT = 200;

/** Tells the exchange's own answers from those of whatever stands in front of it. */
export function readReply({ status, headers, text }: WireAnswer): ClientReply {
  const body = readJson(text);
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && typeof body === 'object' && body !== null) return { kind: 'ok', body };
  const wait = retryAfterMs(headers);
  const waiting = wait === undefined ? {} : { retryAfterMs: wait };
  const error = isSuccess ? undefined : errorIn(body);
  if (error !== undefined) return { kind: 'refused', status, ...error, ...waiting };
  return { kind: 'unreadable', status, text: text.slice(0, MAX_TEXT), ...waiting };
}

function errorIn(body: unknown): { code: number; message: string } | undefined {
  if (typeof body !== 'object' || body === null || !('code' in body)) return undefined;
  const code = Number(body.code);
  if (!Number.isInteger(code)) return undefined;
  return { code, message: 'msg' in body && typeof body.msg === 'string' ? body.msg : '' };
}

/** Binance sends seconds. https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#ip-limits */
export function retryAfterMs(headers: IncomingHttpHeaders): number | undefined {
  const text = headers['retry-after'];
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) * SECOND_MS : undefined;
}
