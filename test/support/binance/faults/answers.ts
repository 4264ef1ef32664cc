import type { Fault } from './fault.ts';

type Answer = Extract<Fault, { kind: 'answer' }>;

function answer(name: string, status: number, executed: boolean, error: { code: number; msg: string }): Answer {
  return { kind: 'answer', name, status, executed, body: JSON.stringify(error) };
}

/** Spot: any 5xx leaves the outcome open. https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#http-return-codes */
export const spotServerError = (status: 500 | 502 | 503 | 504, executed: boolean): Fault =>
  answer(`spot ${status}`, status, executed, {
    code: -1000,
    msg: 'An unknown error occurred while processing the request.',
  });

/** -1006: the outcome is open. */
export const unexpectedResponse = (executed: boolean): Fault =>
  answer('unexpected response', 400, executed, {
    code: -1006,
    msg: 'An unexpected response was received from the message bus. Execution status unknown.',
  });

/** -1007: the outcome is open. No document ties it to one HTTP status, so a client should not either. */
export const backendTimeout = (executed: boolean, status: 400 | 408 | 504 = 408): Fault =>
  answer('backend timeout', status, executed, {
    code: -1007,
    msg: 'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
  });

/** USD-M's HTTP 408: the outcome is open. */
export const requestTimeout = (executed: boolean): Fault => ({
  ...{ kind: 'answer', name: 'request timeout', status: 408, executed, contentType: 'text/plain' },
  body: 'Request timeout',
});

/**
 * The four kinds of 503 of USD-M, of which only the first leaves the outcome open.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info
 */
export const unknownError = (executed: boolean): Fault =>
  answer('unknown error', 503, executed, {
    code: -1000,
    msg: 'Unknown error, please check your request or try again later.',
  });

export const serviceUnavailable = (): Fault =>
  answer('service unavailable', 503, false, { code: -1000, msg: 'Service Unavailable.' });

export const internalError = (): Fault =>
  answer('internal error', 503, false, {
    code: -1001,
    msg: 'Internal error; unable to process your request. Please try again.',
  });

export const throttled = (): Fault => ({
  ...answer('throttled', 503, false, {
    code: -1008,
    msg: 'Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.',
  }),
  sparesReducing: true,
});

export const tooManyRequests = (retryAfterSeconds: number): Fault => ({
  ...answer('too many requests', 429, false, { code: -1003, msg: 'Too many requests queued.' }),
  headers: { 'Retry-After': String(retryAfterSeconds) },
});

export const banned = (retryAfterSeconds: number, untilMs: number): Fault => ({
  ...answer('banned', 418, false, {
    code: -1003,
    msg: `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`,
  }),
  headers: { 'Retry-After': String(retryAfterSeconds) },
});

/** The firewall answers before the exchange hears of it, and not in JSON. */
export const firewall = (): Fault => ({
  ...{ kind: 'answer', name: 'firewall', status: 403, executed: false, contentType: 'text/html' },
  body: '<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>',
});

export const outsideWindowFault = (): Fault =>
  answer('outside window', 400, false, {
    code: -1021,
    msg: 'Timestamp for this request is outside of the recvWindow.',
  });

export const insufficientBalance = (): Fault =>
  answer('insufficient balance', 400, false, {
    code: -2010,
    msg: 'Account has insufficient balance for requested action.',
  });
