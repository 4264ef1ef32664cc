import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { Context } from 'aws-lambda';
import type { Log } from '../log/logger.ts';
import type { Authenticate } from './authenticate.ts';
import { baseUrlOf } from './base-url.ts';
import { clientAddress } from './client-address.ts';
import { cors } from './cors.ts';
import { type HttpEvent, type HttpReply, headerOf } from './event.ts';
import { problemReply } from './problem.ts';
import { emptyReply } from './reply.ts';
import { replyError } from './reply-error.ts';
import { readJsonBody, readTextBody } from './request-body.ts';
import { requestIdOf } from './request-id.ts';
import type { Route } from './route.ts';

export type ServeOptions = {
  authenticate: Authenticate;
  log: Log;
  corsOrigins: readonly string[];
  trustedProxies: number;
  publicUrl: string | undefined;
};

/**
 * Answers any request to one of `routes`, or says what is wrong with it. What is thrown becomes an answer here already, so
 * that it gets the headers without which a browser would not show it to the page that asked.
 */
export function serveRoutes<Deps>(
  routes: readonly Route<Deps>[],
  deps: Deps,
  options: ServeOptions,
): (event: HttpEvent) => Promise<HttpReply> {
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
    .use(cors(options.corsOrigins))
    .use(replyError(options.log))
    .handler(router);
  return (event) => handler(event, noContext());
}

/** Holds because middy asks the context for nothing but the time left, for its early timeout, which is off. */
function noContext(): Context {
  return {} as Context;
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
    readText: () => readTextBody(event),
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
