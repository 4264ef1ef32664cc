import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { Context } from 'aws-lambda';
import type { Log } from '../log/logger.ts';
import type { Authenticate } from './authenticate.ts';
import { baseUrlOf } from './base-url.ts';
import { clientAddress } from './client-address.ts';
import { cors } from './cors.ts';
import { type HttpEvent, type HttpReply, headerOf } from './event.ts';
import { problemOf, problemReply } from './problem.ts';
import { emptyReply } from './reply.ts';
import { replyError } from './reply-error.ts';
import { readJsonBody } from './request-body.ts';
import { requestId, requestIdOf } from './request-id.ts';
import type { Route } from './route.ts';
import { secureHeaders } from './secure-headers.ts';

export type ServeOptions = {
  authenticate: Authenticate;
  log: Log;
  corsOrigins: readonly string[];
  trustedProxies: number;
  publicUrl: string | undefined;
};

export type HttpHandler = (event: HttpEvent, context?: Context) => Promise<HttpReply>;

/**
 * One handler for all routes. It never throws: serverless-offline answers a throw with HTTP 200.
 * https://github.com/dherault/serverless-offline
 */
export function serveRoutes<Deps>(routes: readonly Route<Deps>[], deps: Deps, options: ServeOptions): HttpHandler {
  const answer = (route: Route<Deps>) => (event: HttpEvent) => runRoute(route, deps, options, event);
  const router = httpRouter<HttpEvent, HttpReply>({
    routes: routes.flatMap((route) => [
      { method: route.method, path: route.path, handler: answer(route) },
      ...(route.method === 'GET'
        ? [{ method: 'HEAD' as const, path: route.path, handler: withoutBody(answer(route)) }]
        : []),
    ]),
    notFoundResponse: ({ method, path }) => answerUnrouted(routes, method, path),
  });
  const handler = middy<HttpEvent, HttpReply>({ timeoutEarlyInMillis: 0 })
    .use(requestId())
    .use(secureHeaders())
    .use(cors(options.corsOrigins))
    .use(replyError(options.log))
    .handler(router);
  return async (event, context) => {
    try {
      return await handler(event, contextOrNone(context));
    } catch (error) {
      options.log.error(
        'A request could not even be refused',
        error instanceof Error ? error : new Error(String(error)),
      );
      return problemOf(undefined, '');
    }
  };
}

/** Holds because middy asks the context for nothing but the time left, for its early timeout, which is off. */
function contextOrNone(context: Context | undefined): Context {
  return context ?? ({} as Context);
}

async function runRoute<Deps>(
  route: Route<Deps>,
  deps: Deps,
  options: ServeOptions,
  event: HttpEvent,
): Promise<HttpReply> {
  const address = clientAddress(event, options.trustedProxies);
  // Only the token counts: `requestContext.authorizer` can be set by any client of serverless-offline, through a header.
  const caller =
    route.auth === 'user' ? await options.authenticate(headerOf(event, 'authorization'), address) : undefined;
  return route.run(deps, {
    caller,
    params: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    readBody: () => readJsonBody(event),
    requestId: requestIdOf(event),
    baseUrl: baseUrlOf(event, options.publicUrl),
    ifNoneMatch: headerOf(event, 'if-none-match'),
  });
}

function withoutBody(answer: (event: HttpEvent) => Promise<HttpReply>): (event: HttpEvent) => Promise<HttpReply> {
  return async (event) => {
    const { statusCode, headers } = await answer(event);
    return emptyReply(statusCode, headers);
  };
}

/** A path that we know answers OPTIONS with its methods, and any other method with 405 instead of 404. */
function answerUnrouted<Deps>(routes: readonly Route<Deps>[], method: string, path: string): HttpReply {
  const methods = routes.filter((route) => pathPattern(route.path).test(path)).map((route) => route.method);
  if (methods.length === 0)
    return problemReply({ status: 404, code: 'not_found', detail: `There is nothing at ${path}` }, '');
  const allow = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');
  if (method === 'OPTIONS') return emptyReply(204, { allow });
  const detail = `${path} does not take ${method}; it takes ${allow}`;
  return problemReply({ status: 405, code: 'method_not_allowed', detail }, '', { allow });
}

function pathPattern(template: string): RegExp {
  return new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
}
