import type { Market } from '../../markets/market.ts';
import type { ExchangeBrake } from './brake.ts';
import type { ClearKey } from './clear-key.ts';
import type { ClientRequest, Usage } from './client.ts';
import type { BinanceEndpoints } from './networks.ts';
import { readJson } from './read-json.ts';
import { retryAfterMs, type WireAnswer } from './read-reply.ts';

/** Weight counts per address, orders per account. https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#limits */
export type BrakeKeys = { weight: string; orders: string; reads: string; all: readonly string[] };

const MINUTE_MS = 60_000;
/** When the exchange does not say for how long: a minute's window, and the shortest ban. */
const UNSAID_LIMIT_MS = MINUTE_MS;
const UNSAID_BAN_MS = 2 * MINUTE_MS;
/** As published in `exchangeInfo.rateLimits`. */
const WEIGHT_PER_MINUTE: Record<Market, number> = { spot: 6_000, usdm: 2_400 };
/** What is left beyond this is kept for orders and cancellations. */
const READ_SHARE = 0.9;
const TOO_MANY_ORDERS = -1015;

export function brakeKeys(
  { endpoints: { network }, egress = 'shared', key }: { endpoints: BinanceEndpoints; egress?: string; key?: ClearKey },
  { market, kind }: ClientRequest,
): BrakeKeys {
  const weight = `${network}:${market}:weight:${egress}`;
  const reads = `${network}:${market}:reads:${egress}`;
  const orders = `${network}:${market}:orders:${key?.fingerprint ?? 'nobody'}`;
  const byKind = { read: [reads], order: [orders], command: [] };
  return { weight, reads, orders, all: [weight, ...byKind[kind]] };
}

/** Newer figures over older ones; answers that carry none leave them as they were. */
export function usageOf(headers: WireAnswer['headers'], before: Usage): Usage {
  const orders = Object.entries(headers).flatMap(([name, value]) => {
    const window = /^x-mbx-order-count-(\w+)$/.exec(name)?.[1];
    return window === undefined || typeof value !== 'string' ? [] : [[window, Number(value)] as const];
  });
  const weight = headers['x-mbx-used-weight-1m'];
  return {
    weight: typeof weight === 'string' ? Number(weight) : before.weight,
    orders: { ...before.orders, ...Object.fromEntries(orders) },
  };
}

/** Puts the brake on where the exchange asks for it, and on reads a little before it would have to. @param at by its own clock, which its minutes begin by */
export async function keepToLimits(
  brake: ExchangeBrake,
  keys: BrakeKeys,
  { market, answer, usage, at }: { market: Market; answer: WireAnswer; usage: Usage; at: Date },
): Promise<void> {
  const { status } = answer;
  if (status === 429) {
    const key = isOrderCount(answer) ? keys.orders : keys.weight;
    await brake.hold(key, retryAfterMs(answer.headers) ?? UNSAID_LIMIT_MS);
  } else if (status === 418) {
    await brake.hold(keys.weight, retryAfterMs(answer.headers) ?? UNSAID_BAN_MS);
  } else if (usage.weight >= WEIGHT_PER_MINUTE[market] * READ_SHARE && 'x-mbx-used-weight-1m' in answer.headers) {
    await brake.hold(keys.reads, MINUTE_MS - (at.getTime() % MINUTE_MS));
  }
}

function isOrderCount({ text }: WireAnswer): boolean {
  const body = readJson(text);
  return typeof body === 'object' && body !== null && 'code' in body && Number(body.code) === TOO_MANY_ORDERS;
}
