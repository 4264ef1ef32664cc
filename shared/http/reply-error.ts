import type { MiddlewareObj } from '@middy/core';
import { AppError, HTTP_STATUS } from '../errors/app-error.ts';
import type { Log } from '../log/logger.ts';
import { type HttpEvent, type HttpReply, methodOf } from './event.ts';
import { problemOf } from './problem.ts';
import { requestIdOf } from './request-id.ts';

/** Turns whatever was thrown into an answer, and logs what is ours to repair. */
export function replyError(log: Log): MiddlewareObj<HttpEvent, HttpReply> {
  return {
    onError(request) {
      const { event, error } = request;
      const requestId = requestIdOf(event);
      const isOurs = !(error instanceof AppError) || HTTP_STATUS[error.code] >= 500;
      if (isOurs) {
        const where = { method: methodOf(event), path: event.rawPath, requestId };
        log.error('A request failed', { ...where, error: error ?? new Error('unknown') });
      }
      request.response = problemOf(error, requestId);
    },
  };
}
