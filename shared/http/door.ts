import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Log } from '../log/logger.ts';
import type { HttpEvent, HttpReply } from './event.ts';
import { problemOf, problemReply } from './problem.ts';
import { replyError } from './reply-error.ts';
import { requestId } from './request-id.ts';
import { secureHeaders } from './secure-headers.ts';

export type HttpHandler = (event: HttpEvent) => Promise<HttpReply>;

/**
 * An HTTP handler that never throws, whatever happens in it: serverless-offline answers a throw with HTTP 200, which would
 * tell a sender that all is well. A door that cannot be wired answers 503 until it can.
 */
export function httpDoor<Deps>(
  log: Log,
  wire: () => Deps,
  answer: (deps: Deps, event: HttpEvent) => Promise<HttpReply>,
): HttpHandler {
  const wired = wireWhenPossible(log, wire);
  wired();
  const handler = middy<HttpEvent, HttpReply>({ timeoutEarlyInMillis: 0 })
    .use(requestId())
    .use(secureHeaders())
    .use(replyError(log))
    .handler(async (event) => {
      const deps = wired();
      return deps === undefined ? notConfigured() : answer(deps, event);
    });
  return async (event) => {
    try {
      return await handler(event, noContext());
    } catch (error) {
      log.error('A request could not even be refused', error instanceof Error ? error : new Error(String(error)));
      return problemOf(undefined, '');
    }
  };
}

function notConfigured(): HttpReply {
  const detail = 'The service is not configured; its log says what is missing';
  return problemReply({ status: 503, code: 'config_invalid', detail }, '', { 'retry-after': '5' });
}

/** Wires once. What failed is logged, and tried again with the next request. */
function wireWhenPossible<Deps>(log: Log, wire: () => Deps): () => Deps | undefined {
  let deps: Deps | undefined;
  return () => {
    try {
      deps ??= wire();
    } catch (error) {
      log.error('The door cannot be wired', error instanceof Error ? error : new Error(String(error)));
    }
    return deps;
  };
}

/** With `timeoutEarlyInMillis: 0` middy never reads the context, and neither do we. */
function noContext(): Context {
  return {} as Context;
}
