import type * as z from 'zod';
import { AppError } from '../../errors/app-error.ts';
import type { BinanceClient, ClientReply, ClientRequest } from './client.ts';

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

/** A read whose connection broke is asked once more: nothing can have come of it. */
async function sendPatiently(client: BinanceClient, request: ClientRequest): Promise<ClientReply> {
  const reply = await client.send(request);
  const isBroken = reply.kind === 'lost' && !reply.reason.startsWith('no answer');
  return isBroken && request.kind === 'read' ? client.send(request) : reply;
}

/** Why there is no answer that could be believed. */
export function unanswered(request: ClientRequest, reply: Exclude<ClientReply, { kind: 'ok' }>): AppError {
  return unavailable(request, tell(reply), !isDefinite(reply));
}

function isDefinite(reply: ClientReply): boolean {
  return (
    reply.kind === 'refused' && reply.status >= 400 && reply.status < 500 && ![408, 418, 429].includes(reply.status)
  );
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

function unavailable({ method, path }: ClientRequest, why: string, retryable = true): AppError {
  return new AppError('exchange_unavailable', `Cannot ask Binance for ${method} ${path}: ${why}`, { retryable });
}
