import type { FakeAccount } from '../account.ts';
import { accountOf, checkPermission } from '../http/authenticate.ts';
import { ApiError } from '../protocol/api-error.ts';
import type { ServerClock } from '../protocol/clock.ts';
import { invalidSignature, missingParameter, tooManyParameters } from '../protocol/errors.ts';
import { toJson } from '../protocol/json.ts';
import { isSignedBy } from '../protocol/signature.ts';
import { checkArrival, readTiming } from '../protocol/timing.ts';
import type { Delivery } from './delivery.ts';

/** One connection: who is logged on, and whose events it hears under which number. */
export type Session = {
  account: FakeAccount | undefined;
  authorizedSinceMs: number | undefined;
  connectedSinceMs: number;
  subscriptions: Map<number, FakeAccount>;
  /** The one that ends with the log-on. */
  logonSubscription: number | undefined;
  lastSubscription: number;
  deliver: Delivery;
};

type Deps = { accounts: ReadonlyMap<string, FakeAccount>; clock: ServerClock };
type Request = { method: string; params: Record<string, unknown> };
type Answer = { weight: number; result: unknown };

const IP = '127.0.0.1';
const SIGNED_NAMES = ['apiKey', 'timestamp', 'recvWindow', 'signature'];

/** https://github.com/binance/binance-spot-api-docs/blob/master/web-socket-api.md#authentication-requests and what follows */
export function answerMethod(deps: Deps, session: Session, request: Request): Answer {
  const { params } = request;
  switch (request.method.replace(/^v3\//, '')) {
    case 'ping':
      return { weight: 1, result: nothing(params, {}) };
    case 'time':
      return { weight: 1, result: nothing(params, { serverTime: deps.clock.nowMs() }) };
    case 'session.logon':
      return { weight: 2, result: logOn(deps, session, params) };
    case 'session.status':
      return { weight: 2, result: statusOf(deps, session) };
    case 'session.logout':
      logOut(deps, session);
      return { weight: 2, result: statusOf(deps, session) };
    case 'session.subscriptions':
      return { weight: 2, result: [...session.subscriptions.keys()].map((subscriptionId) => ({ subscriptionId })) };
    case 'userDataStream.subscribe':
      return { weight: 2, result: subscribeLoggedOn(session) };
    case 'userDataStream.subscribe.signature':
      return { weight: 2, result: { subscriptionId: subscribe(session, signedBy(deps, params)) } };
    case 'userDataStream.unsubscribe':
      unsubscribe(deps, session, params.subscriptionId);
      return { weight: 2, result: {} };
    default:
      throw new ApiError(-1020, 'This operation is not supported.');
  }
}

function nothing<T>(params: Record<string, unknown>, result: T): T {
  const sent = Object.keys(params).length;
  if (sent > 0) throw tooManyParameters(0, sent);
  return result;
}

/** Signed are all parameters but the signature, in alphabetical order, as UTF-8 and not percent-encoded. */
export function wsPayload(params: Record<string, unknown>): string {
  return Object.keys(params)
    .filter((name) => name !== 'signature')
    .sort()
    .map((name) => `${name}=${String(params[name])}`)
    .join('&');
}

function signedBy({ accounts, clock }: Deps, params: Record<string, unknown>): FakeAccount {
  const unknown = Object.keys(params).filter((name) => !SIGNED_NAMES.includes(name));
  if (unknown.length > 0) throw tooManyParameters(SIGNED_NAMES.length, Object.keys(params).length);
  const { apiKey, signature } = params;
  if (typeof apiKey !== 'string') throw missingParameter('apiKey');
  if (typeof signature !== 'string') throw missingParameter('signature');
  const account = accountOf(accounts, apiKey, IP);
  const values = new Map(Object.entries(params).map(([name, value]) => [name, String(value)]));
  const timing = readTiming('spot', values);
  if (!isSignedBy(account.proof, wsPayload(params), signature)) throw invalidSignature();
  checkArrival(timing, clock.nowMs());
  checkPermission(account, 'spot', 'USER_STREAM');
  return account;
}

function logOn(deps: Deps, session: Session, params: Record<string, unknown>): unknown {
  const account = signedBy(deps, params);
  if (account.proof.kind !== 'ed25519') throw new ApiError(-4056, 'HMAC_SHA256 API key is not supported.');
  session.account = account;
  session.authorizedSinceMs = deps.clock.nowMs();
  return statusOf(deps, session);
}

function statusOf({ clock }: Deps, session: Session): unknown {
  return {
    apiKey: session.account?.apiKey ?? null,
    authorizedSince: session.authorizedSinceMs ?? null,
    connectedSince: session.connectedSinceMs,
    returnRateLimits: true,
    serverTime: clock.nowMs(),
    userDataStream: session.subscriptions.size > 0,
  };
}

function logOut(deps: Deps, session: Session): void {
  session.account = undefined;
  session.authorizedSinceMs = undefined;
  if (session.logonSubscription !== undefined) unsubscribe(deps, session, session.logonSubscription);
  session.logonSubscription = undefined;
}

function subscribeLoggedOn(session: Session): unknown {
  if (session.account === undefined) throw new ApiError(-1002, 'You are not authorized to execute this request.', 401);
  session.logonSubscription = subscribe(session, session.account);
  return { subscriptionId: session.logonSubscription };
}

function subscribe(session: Session, account: FakeAccount): number {
  if ([...session.subscriptions.values()].includes(account))
    throw new ApiError(-2035, 'User Data Stream subscription already active.');
  session.lastSubscription += 1;
  session.subscriptions.set(session.lastSubscription, account);
  return session.lastSubscription;
}

function unsubscribe({ clock }: Deps, session: Session, subscriptionId: unknown): void {
  const ids = [...session.subscriptions.keys()].filter((id) => subscriptionId === undefined || id === subscriptionId);
  if (ids.length === 0) throw new ApiError(-2036, 'User Data Stream subscription not active.');
  for (const id of ids) {
    session.subscriptions.delete(id);
    const event = { e: 'eventStreamTerminated', E: clock.nowMs() };
    session.deliver('eventStreamTerminated', toJson({ subscriptionId: id, event }));
  }
}
