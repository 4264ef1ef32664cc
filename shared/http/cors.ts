import type { MiddlewareObj } from '@middy/core';
import { type HttpEvent, type HttpReply, headerOf, methodOf } from './event.ts';

const PREFLIGHT_SECONDS = 3_600;
const EXPOSED = 'x-request-id, retry-after, location, etag';

/** Lets the pages of the named origins read our answers. Tokens travel in a header, never in a cookie. */
export function cors(origins: readonly string[]): MiddlewareObj<HttpEvent, HttpReply> {
  const add = ({ event, response }: { event: HttpEvent; response: HttpReply | null | undefined }): void => {
    if (!response || origins.length === 0) return;
    response.headers.vary = 'origin';
    const origin = headerOf(event, 'origin');
    if (origin === undefined || !(origins.includes('*') || origins.includes(origin))) return;
    response.headers['access-control-allow-origin'] = origin;
    response.headers['access-control-expose-headers'] = EXPOSED;
    response.headers['cross-origin-resource-policy'] = 'cross-origin';
    if (methodOf(event) !== 'OPTIONS') return;
    response.headers['access-control-allow-methods'] = response.headers.allow ?? 'GET';
    response.headers['access-control-allow-headers'] = 'authorization, content-type, x-request-id';
    response.headers['access-control-max-age'] = String(PREFLIGHT_SECONDS);
  };
  return { after: add, onError: add };
}
