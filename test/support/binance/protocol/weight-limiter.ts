import { ApiError } from './api-error.ts';
import type { MarketName } from './market-name.ts';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;
const FIRST_BAN_MS = 120_000;
const LONGEST_BAN_MS = 3 * 86_400_000;

export type WeightLimits = {
  perMinute: number;
  /** How many more requests after a 429 in the same minute end in a ban. */
  requestsUntilBan: number;
};

export type WeightLimiter = {
  /** Counts a request or refuses it: 429 over the limit, 418 for who goes on regardless. */
  use(ip: string, weight: number, nowMs: number): void;
  used(ip: string, nowMs: number): number;
};

type Use = { minute: number; weight: number; refusals: number };

/**
 * Request weight per address and minute. Bans grow from two minutes to three days.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#ip-limits
 */
export function weightLimiter(market: MarketName, limits: WeightLimits): WeightLimiter {
  const uses = new Map<string, Use>();
  const bans = new Map<string, { untilMs: number; count: number }>();
  const useOf = (ip: string, nowMs: number): Use => {
    const minute = Math.floor(nowMs / MINUTE_MS);
    const kept = uses.get(ip);
    if (kept?.minute === minute) return kept;
    const fresh = { minute, weight: 0, refusals: 0 };
    uses.set(ip, fresh);
    return fresh;
  };
  return {
    use(ip, weight, nowMs) {
      const ban = bans.get(ip);
      if (ban !== undefined && nowMs < ban.untilMs) throw banned(market, ban.untilMs, nowMs);
      const use = useOf(ip, nowMs);
      if (use.weight + weight <= limits.perMinute) {
        use.weight += weight;
        return;
      }
      use.refusals += 1;
      if (use.refusals <= limits.requestsUntilBan) throw tooMuch(market, limits, nowMs);
      const count = (ban?.count ?? 0) + 1;
      const untilMs = nowMs + Math.min(FIRST_BAN_MS * 2 ** (count - 1), LONGEST_BAN_MS);
      bans.set(ip, { untilMs, count });
      throw banned(market, untilMs, nowMs);
    },
    used: (ip, nowMs) => useOf(ip, nowMs).weight,
  };
}

const seconds = (ms: number): { 'Retry-After': string } => ({ 'Retry-After': String(Math.ceil(ms / SECOND_MS)) });

function tooMuch(market: MarketName, { perMinute }: WeightLimits, nowMs: number): ApiError {
  const msg =
    market === 'spot'
      ? `Too much request weight used; current limit is ${perMinute} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`
      : `Too many requests; current limit is ${perMinute} requests per minute. Please use the websocket for live updates to avoid polling the API.`;
  return new ApiError(-1003, msg, 429, seconds(MINUTE_MS - (nowMs % MINUTE_MS)));
}

function banned(market: MarketName, untilMs: number, nowMs: number): ApiError {
  const msg =
    market === 'spot'
      ? `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`
      : `Way too many requests; IP banned until ${untilMs}. Please use the websocket for live updates to avoid bans.`;
  return new ApiError(-1003, msg, 418, seconds(untilMs - nowMs));
}
