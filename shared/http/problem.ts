import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import { AppError, HTTP_STATUS } from '../errors/app-error.ts';
import type { HttpReply } from './event.ts';

export const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string().describe('What the HTTP status means'),
    status: z.int(),
    detail: z.string().describe('What happened, for people'),
    code: z.string().describe('What happened, for programs; stable'),
    requestId: z.string().optional(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('Each part of the request that is not valid'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export type Problem = z.infer<typeof problemSchema>;
export type InvalidPart = { path: string; message: string };

/** What a route answers when it refuses: the caller's mistake, or a state that does not allow it. */
export type Refusal = { refused: { status: number; code: string; detail: string }; headers?: Record<string, string> };

export function refuse(status: number, code: string, detail: string): Refusal {
  return { refused: { status, code, detail } };
}

/** Thrown when parts of the request do not fit its schema. Carries all of them. */
export function invalidRequest(errors: readonly InvalidPart[]): AppError {
  const list = errors.map((error) => `${error.path}: ${error.message}`).join('; ');
  return new AppError('bad_request', `The request is not valid: ${list}`, { details: { errors } });
}

export function problemReply(
  { status, code, detail, errors }: Omit<Problem, 'type' | 'title' | 'requestId'>,
  requestId: string,
  headers: Record<string, string> = {},
): HttpReply {
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    ...(requestId === '' ? {} : { requestId }),
    ...(errors === undefined ? {} : { errors }),
  };
  return {
    statusCode: status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
    body: JSON.stringify(problem),
  };
}

const RETRY_AFTER_SECONDS = '5';
const INTERNAL_DETAIL = 'Something went wrong on our side; the request id finds it in the log';

/** Our own errors are told; anything else is kept from the caller, who learns the request id only. */
export function problemOf(error: unknown, requestId: string): HttpReply {
  if (!(error instanceof AppError) || HTTP_STATUS[error.code] === 500)
    return problemReply({ status: 500, code: 'internal', detail: INTERNAL_DETAIL }, requestId);
  const { code, message, details } = error;
  const status = HTTP_STATUS[code];
  const errors = z.array(z.object({ path: z.string(), message: z.string() })).safeParse(details.errors);
  const problem = { status, code, detail: message, ...(errors.success ? { errors: errors.data } : {}) };
  return problemReply(problem, requestId, headersOf(error, status));
}

function headersOf({ details }: AppError, status: number): Record<string, string> {
  const headers: Record<string, string> = {};
  if (status === 401) headers['www-authenticate'] = 'Bearer realm="tradingbot"';
  if (status === 503) headers['retry-after'] = RETRY_AFTER_SECONDS;
  if (typeof details.retryAfterSeconds === 'number') headers['retry-after'] = String(details.retryAfterSeconds);
  return headers;
}
