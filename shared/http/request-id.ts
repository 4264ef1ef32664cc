import { randomUUID } from 'node:crypto';
import type { MiddlewareObj } from '@middy/core';
import { type HttpEvent, type HttpReply, headerOf } from './event.ts';

const HEADER = 'x-request-id';
const ACCEPTABLE = /^[\w.:-]{8,64}$/;

/**
 * Gives each request an id that the answer and the log share: the caller's own where it is fit to be logged. The id of the
 * gateway will not do, it is the same for all requests under serverless-offline.
 */
export function requestId(): MiddlewareObj<HttpEvent, HttpReply> {
  const tell = (request: { event: HttpEvent; response: HttpReply | null | undefined }): void => {
    if (request.response) request.response.headers[HEADER] = requestIdOf(request.event);
  };
  return {
    before({ event }) {
      const given = headerOf(event, HEADER);
      event.headers = { ...event.headers, [HEADER]: given && ACCEPTABLE.test(given) ? given : randomUUID() };
    },
    after: tell,
    onError: tell,
  };
}

export function requestIdOf(event: HttpEvent): string {
  return headerOf(event, HEADER) ?? '';
}
