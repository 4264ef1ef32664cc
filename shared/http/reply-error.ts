import type { MiddlewareObj } from '@middy/core';
import { AppError, HTTP_STATUS } from '../errors/app-error.ts';
import type { Log } from '../log/logger.ts';
import { type HttpEvent, type HttpReply, methodOf } from './event.ts';
import { problemOf } from './problem.ts';
import { requestIdOf } from './request-id.ts';

/**
 * Turns whatever was thrown into an answer, and logs what is ours to repair: in a line what we know of, with its stack what
 * we don't.
 */
export function replyError(log: Log): MiddlewareObj<HttpEvent, HttpReply> {
  return {
    onError(request) {
      const { event, error } = request;
      const requestId = requestIdOf(event);
      const where = { method: methodOf(event), path: loggablePath(event), requestId };
      if (!(error instanceof AppError))
        log.error('A request failed', { ...where, error: error ?? new Error('unknown') });
      else if (HTTP_STATUS[error.code] >= 500)
        log.warn('A request could not be served', { ...where, code: error.code, reason: error.message });
      request.response = problemOf(error, requestId);
    },
  };
}

const HOOK_TOKEN = /(\/webhook\/)[^/]+/;

/** The path of a hook holds its token, which is all that a stranger needs to trade. */
function loggablePath(event: HttpEvent): string {
  return (event.rawPath ?? '').replace(HOOK_TOKEN, '$1[redacted]');
}
