import { setTimeout as wait } from 'node:timers/promises';
import type { FakeAccount } from '../account.ts';
import type { Fault } from '../faults/fault.ts';
import { ApiError } from '../protocol/api-error.ts';
import type { ServerClock } from '../protocol/clock.ts';
import { toJson } from '../protocol/json.ts';
import type { MarketName } from '../protocol/market-name.ts';
import type { OrderCounts } from '../protocol/order-counts.ts';
import { readParams } from '../protocol/params.ts';
import { isSigned, type Route } from '../protocol/route.ts';
import { readSentParams } from '../protocol/sent-params.ts';
import { checkArrival, checkBeforeEngine, readTiming } from '../protocol/timing.ts';
import type { WeightLimiter } from '../protocol/weight-limiter.ts';
import { accountOf, checkPermission, checkSignature } from './authenticate.ts';
import type { RawRequest } from './raw-request.ts';
import type { Reply } from './reply.ts';

/** One of the two exchanges behind HTTP. */
export type HttpMarket = {
  market: MarketName;
  routes: readonly Route[];
  clock: ServerClock;
  accounts: ReadonlyMap<string, FakeAccount>;
  limiter: WeightLimiter;
  counts: OrderCounts;
  /** Runs what time has made due before anything new is looked at. */
  tick(): void;
  readLagMs(): number;
};

export type Answered = {
  reply: Reply;
  executed: boolean;
  /** What it was charged, refused or not. */
  weight: number;
  code: number | undefined;
  defect: string | undefined;
};

const JSON_TYPE = 'application/json;charset=UTF-8';
const FORM = 'application/x-www-form-urlencoded';
/** Handlers of public routes never look at the account, so there need not be one. */
const nobody = {} as FakeAccount;

/** Takes a request through every check to its handler. Never throws: refusals are answers. */
export async function answer(market: HttpMarket, raw: RawRequest, fault: Fault | undefined): Promise<Answered> {
  const headers: Record<string, string> = {};
  const charged = { weight: 0 };
  const told = (status: number, value: unknown, more: Partial<Answered> = {}): Answered => ({
    reply: {
      status,
      body: toJson(value),
      contentType: JSON_TYPE,
      headers: { ...weightHeaders(market, raw), ...headers },
    },
    ...{ executed: false, weight: charged.weight, code: undefined, defect: undefined },
    ...more,
  });
  try {
    market.tick();
    const { route, result, account } = await run(market, raw, fault, charged);
    if (route.orders !== undefined) Object.assign(headers, countHeaders(market, account));
    return told(200, result, { executed: true });
  } catch (error) {
    if (error instanceof ApiError) {
      Object.assign(headers, error.headers);
      return told(error.status, error.body, { code: error.code });
    }
    const defect = error instanceof Error ? error.message : String(error);
    return told(500, { code: -1000, msg: defect }, { defect });
  }
}

type Ran = { route: Route; result: unknown; account: FakeAccount };

async function run(
  market: HttpMarket,
  raw: RawRequest,
  fault: Fault | undefined,
  charged: { weight: number },
): Promise<Ran> {
  const route = market.routes.find(({ method, path }) => method === raw.method && path === raw.path);
  if (route === undefined) throw notFound(market.market, raw);
  checkBody(raw);
  const signed = isSigned(route.security);
  const sent = readSentParams(raw.query, raw.body, signed);
  const { values } = sent;
  charged.weight = typeof route.weight === 'number' ? route.weight : route.weight(values);
  market.limiter.use(raw.ip, charged.weight, market.clock.nowMs());
  const account = route.security === 'NONE' ? nobody : accountOf(market.accounts, raw.apiKey, raw.ip);
  const timing = signed ? readTiming(market.market, values) : undefined;
  if (signed) checkSignature(account, sent);
  if (timing !== undefined) checkArrival(timing, market.clock.nowMs());
  if (route.security !== 'NONE') checkPermission(account, market.market, route.security);
  const params = readParams(market.market, route.params, values, signed);
  if (fault?.kind === 'delay' && fault.before === 'engine') await wait(fault.ms);
  const nowMs = market.clock.nowMs();
  if (timing !== undefined) checkBeforeEngine(market.market, timing, nowMs);
  const readLagMs = fault?.kind === 'stale' ? fault.lagMs : market.readLagMs();
  return { route, account, result: route.handle({ account, params, nowMs, readLagMs }) };
}

/** https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#general-information-on-endpoints */
function checkBody({ method, body, contentType }: RawRequest): void {
  if (body === '') return;
  if (method === 'GET') throw new ApiError(-1101, 'Too many parameters sent for this endpoint.');
  if (!contentType.startsWith(FORM))
    throw new ApiError(-1102, 'A mandatory parameter was not sent, was empty/null, or malformed.');
}

function notFound(market: MarketName, { path, method }: RawRequest): ApiError {
  const msg = market === 'spot' ? 'Not Found' : `Path ${path}, Method ${method} is invalid`;
  return new ApiError(market === 'spot' ? -1099 : -5000, msg, 404);
}

function weightHeaders({ limiter, clock }: HttpMarket, { ip }: RawRequest): Record<string, string> {
  return { 'X-MBX-USED-WEIGHT-1M': String(limiter.used(ip, clock.nowMs())) };
}

function countHeaders({ counts, clock }: HttpMarket, account: FakeAccount): Record<string, string> {
  const entries = counts
    .counts(account, clock.nowMs())
    .map(({ window, count }) => [`X-MBX-ORDER-COUNT-${window.label}`, String(count)]);
  return Object.fromEntries(entries);
}
