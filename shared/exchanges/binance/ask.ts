import { setTimeout as wait } from 'node:timers/promises';
import type * as z from 'zod';
import { AppError, type AppErrorOptions } from '../../errors/app-error.ts';
import type { BinanceClient, ClientReply, ClientRequest } from './client.ts';
import { PASSING_CODES, STUMBLE_CODES, UNKNOWN_CODES } from './error-codes.ts';

const MAX_ISSUES = 3;

/** Asks something that is safe to ask, and believes the answer once it fits. @throws AppError `exchange_unavailable` */
export async function ask<Schema extends z.ZodType>(
  client: BinanceClient,
  request: ClientRequest,
  schema: Schema,
): Promise<z.output<Schema>> {
  const found = await askUnless(client, request, schema, []);
  if (found === undefined) throw unavailable(request, 'it answered nothing');
  return found;
}

/** The same, where some refusals are an answer. @returns undefined when the exchange refuses with one of `codes` */
export async function askUnless<Schema extends z.ZodType>(
  client: BinanceClient,
  request: ClientRequest,
  schema: Schema,
  codes: readonly number[],
): Promise<z.output<Schema> | undefined> {
  const reply = await sendPatiently(client, request);
  if (reply.kind === 'refused' && codes.includes(reply.code)) return undefined;
  if (reply.kind !== 'ok') throw unanswered(request, reply);
  const read = schema.safeParse(reply.body);
  if (read.success) return read.data;
  const issues = read.error.issues.slice(0, MAX_ISSUES).map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw unavailable(request, `its answer does not fit: ${issues.join('; ')}`);
}

/** A read that met a passing trouble is asked once more: at once on a new connection, a moment later where the exchange stumbled. */
async function sendPatiently(client: BinanceClient, request: ClientRequest): Promise<ClientReply> {
  const reply = await client.send(request);
  if (request.kind !== 'read' || !isPassing(reply)) return reply;
  if (reply.kind !== 'lost') await wait(client.stumbleMs * (1 + Math.random()));
  return client.send(request);
}

/** Neither what took all of its time already, nor a limit: asking again would make both worse. */
function isPassing(reply: ClientReply): boolean {
  switch (reply.kind) {
    case 'lost':
      return !reply.reason.startsWith('no answer');
    case 'unreadable':
      return ![403, 418, 429].includes(reply.status);
    case 'refused':
      return reply.status >= 500 || [...UNKNOWN_CODES, ...STUMBLE_CODES].includes(reply.code);
    default:
      return false;
  }
}

/** Why there is no answer that could be believed. */
export function unanswered(request: ClientRequest, reply: Exclude<ClientReply, { kind: 'ok' }>): AppError {
  const { retryAfterMs } = { retryAfterMs: undefined, ...reply };
  return unavailable(request, tell(reply), { retryable: !isDefinite(reply), details: { retryAfterMs } });
}

function isDefinite(reply: ClientReply): boolean {
  if (reply.kind !== 'refused' || PASSING_CODES.includes(reply.code)) return false;
  return reply.status >= 400 && reply.status < 500 && ![408, 418, 429].includes(reply.status);
}

function tell(reply: Exclude<ClientReply, { kind: 'ok' }>): string {
  switch (reply.kind) {
    case 'refused':
      return `it says ${reply.code}: ${reply.message}`;
    case 'unreadable':
      return `it answered ${reply.status}, and not in its own words`;
    case 'unsent':
    case 'lost':
      return reply.reason;
  }
}

function unavailable({ method, path }: ClientRequest, why: string, options: AppErrorOptions = {}): AppError {
  return new AppError('exchange_unavailable', `Cannot ask Binance for ${method} ${path}: ${why}`, options);
}
