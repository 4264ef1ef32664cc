import type { Market } from '../../markets/market.ts';
import type { PlaceOutcome } from '../exchange.ts';
import type { ClientReply } from './client.ts';
import { BUSY_CODES, CLOCK_CODES, LIMIT_CODES, STUMBLE_CODES, UNKNOWN_CODES } from './error-codes.ts';

/** What an answer to a new order means. `duplicate`: the id is taken, so an order with it exists and has to be looked at. */
export type OrderAnswer =
  | { status: 'taken'; body: unknown }
  | { status: 'duplicate' }
  | Exclude<PlaceOutcome, { status: 'accepted' }>;

type Refused = Extract<ClientReply, { kind: 'refused' }>;
type Unreadable = Extract<ClientReply, { kind: 'unreadable' }>;

const FIREWALL_WAIT_MS = 5 * 60_000;
const BUSY_WAIT_MS = 400;
const LIMIT_WAIT_MS = 60_000;

/**
 * Spot: "any 5XX … execution status is UNKNOWN and could have been a success".
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#http-return-codes
 * USD-M tells four kinds of 503 apart, of which only one leaves the outcome open.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info#http-return-codes
 * What fits nothing here is unknown: a look-up costs little, an order sent twice costs money.
 */
export function readOrderAnswer(market: Market, reply: ClientReply): OrderAnswer {
  switch (reply.kind) {
    case 'ok':
      return { status: 'taken', body: reply.body };
    case 'unsent':
      return notExecuted(reply.reason, reply.retryAfterMs);
    case 'lost':
      return unknown(`The answer was lost: ${reply.reason}`);
    case 'unreadable':
      return unreadable(market, reply);
    case 'refused':
      return refused(market, reply);
  }
}

function unreadable(market: Market, { status, text, retryAfterMs }: Unreadable): OrderAnswer {
  if (status === 403) return notExecuted('The firewall of the exchange refused the request (403)', FIREWALL_WAIT_MS);
  if (status === 418 || status === 429)
    return notExecuted(`Too many requests (${status})`, retryAfterMs ?? LIMIT_WAIT_MS);
  const said = text.replaceAll(/<[^>]*>/g, ' ').trim();
  if (market === 'usdm' && status === 503 && isNotExecuted(said)) return notExecuted(said, BUSY_WAIT_MS);
  return unknown(`The exchange answered ${status}, and not in its own words`);
}

function refused(market: Market, reply: Refused): OrderAnswer {
  const { status, code, message, retryAfterMs } = reply;
  const told = `${code}: ${message}`;
  if (UNKNOWN_CODES.includes(code) || status === 408) return unknown(told);
  if (status === 418 || status === 429 || LIMIT_CODES.includes(code))
    return notExecuted(told, retryAfterMs ?? LIMIT_WAIT_MS);
  if (CLOCK_CODES.includes(code)) return notExecuted(told, BUSY_WAIT_MS);
  if (status === 403) return notExecuted(told, FIREWALL_WAIT_MS);
  if (status >= 500) return market === 'usdm' ? usdmFailure(reply) : unknown(told);
  if (BUSY_CODES.includes(code)) return notExecuted(told, BUSY_WAIT_MS);
  if (STUMBLE_CODES.includes(code)) return unknown(told);
  if (status < 400) return unknown(told);
  if (isDuplicate(code, message)) return { status: 'duplicate' };
  return { status: 'rejected', code: String(code), message };
}

function usdmFailure({ status, code, message }: Refused): OrderAnswer {
  const told = `${code}: ${message}`;
  if (status !== 503) return unknown(told);
  return code === -1008 || isNotExecuted(message) ? notExecuted(told, BUSY_WAIT_MS) : unknown(told);
}

/** The words are all there is to go by: the codes of these are the same as those of the open one. */
function isNotExecuted(words: string): boolean {
  return words.startsWith('Service Unavailable') || words.startsWith('Internal error; unable to process your request');
}

/** Spot says it in words under a code of many meanings; USD-M has a code for it. */
function isDuplicate(code: number, message: string): boolean {
  return code === -4116 || (code === -2010 && message.startsWith('Duplicate order sent'));
}

const unknown = (message: string): OrderAnswer => ({ status: 'unknown', message });

function notExecuted(message: string, retryAfterMs?: number): OrderAnswer {
  return { status: 'not_executed', message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
