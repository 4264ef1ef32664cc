import type { MiddlewareObj } from '@middy/core';
import type { HttpEvent, HttpReply } from './event.ts';

/** For every answer, unless the route says otherwise: nothing is cached, framed, sniffed or run. */
const DEFAULTS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-site',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-xss-protection': '0',
};

export function secureHeaders(): MiddlewareObj<HttpEvent, HttpReply> {
  const add = (request: { response: HttpReply | null | undefined }): void => {
    if (request.response) request.response.headers = { ...DEFAULTS, ...request.response.headers };
  };
  return { after: add, onError: add };
}
