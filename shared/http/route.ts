import type * as z from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { HttpReply } from './event.ts';
import { tellIssues, unfitText } from './invalid-parts.ts';
import { type InvalidPart, invalidRequest, problemReply, type Refusal } from './problem.ts';
import { emptyReply, jsonReply, rawReply } from './reply.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who calls, once their token was checked. `actor` is what the audit names. */
export type Caller = { userId: string; actor: string };

type JsonResponse = { description: string; schema: z.ZodType };
type RawResponse = { description: string; contentType: string };
type EmptyResponse = { description: string };
export type ResponseSpec = JsonResponse | RawResponse | EmptyResponse;
type Responses = Readonly<Record<number, ResponseSpec>>;

/** What the API document is made of. */
export type RouteDescription = {
  method: Method;
  path: string;
  /** Unique name of the operation. */
  name: string;
  tag: string;
  summary: string;
  description?: string;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  responses: Responses;
  /** Problems that are this route's own, beyond those that any may answer. */
  problems?: Readonly<Record<number, string>>;
};

/** A request before it is believed. */
export type RawRequest = {
  params: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string | undefined>>;
  readBody: () => unknown;
  /** The body as it came. */
  readText: () => string;
  caller: Caller | undefined;
  requestId: string;
  baseUrl: string;
  ifNoneMatch: string | undefined;
};

export type Route<Deps> = RouteDescription & {
  auth: 'user' | 'none';
  run(deps: Deps, request: RawRequest): Promise<HttpReply>;
};

type BodyOf<Spec extends ResponseSpec> = Spec extends { schema: infer Schema extends z.ZodType }
  ? { body: z.input<Schema> }
  : Spec extends RawResponse
    ? { body: string | Uint8Array }
    : { body?: undefined };

/** One of the answers that the route declares, with a body that its schema accepts, or a refusal. */
export type Answer<R extends Responses> =
  | { [Status in keyof R & number]: { status: Status; headers?: Record<string, string> } & BodyOf<R[Status]> }[keyof R &
      number]
  | Refusal;

/** An answer that keeps its status as a literal, so that the compiler can hold it against the route's schemas. */
export function answer<const Status extends number, Body>(
  status: Status,
  body: Body,
  headers: Record<string, string> = {},
): { status: Status; body: Body; headers: Record<string, string> } {
  return { status, body, headers };
}

export type RouteRequest<Params, Query, Body> = Omit<RawRequest, 'params' | 'query' | 'readBody' | 'caller'> & {
  params: Params;
  query: Query;
  body: Body;
};

type Definition<Params, Query, Body, R extends Responses> = Omit<
  RouteDescription,
  'params' | 'query' | 'body' | 'responses'
> & {
  params?: z.ZodType<Params>;
  query?: z.ZodType<Query>;
  body?: z.ZodType<Body>;
  responses: R;
};

/** A route for signed-in people: its handler is told who calls. */
export function userRoute<Deps, Params, Query, Body, const R extends Responses>(
  definition: Definition<Params, Query, Body, R> & {
    handle(deps: Deps, request: RouteRequest<Params, Query, Body> & { caller: Caller }): Promise<Answer<R>>;
  },
): Route<Deps> {
  const { handle, ...description } = definition;
  return {
    ...description,
    auth: 'user',
    async run(deps, request) {
      const { caller } = request;
      if (caller === undefined) throw new AppError('unauthorized', 'This needs an API token');
      const answered = await handle(deps, { ...parseRequest(definition, request), caller });
      return toReply(description.responses, answered, request.requestId);
    },
  };
}

/** A route for everybody. */
export function openRoute<Deps, Params, Query, Body, const R extends Responses>(
  definition: Definition<Params, Query, Body, R> & {
    handle(deps: Deps, request: RouteRequest<Params, Query, Body>): Promise<Answer<R>>;
  },
): Route<Deps> {
  const { handle, ...description } = definition;
  return {
    ...description,
    auth: 'none',
    async run(deps, request) {
      const answered = await handle(deps, parseRequest(definition, request));
      return toReply(description.responses, answered, request.requestId);
    },
  };
}

function parseRequest<Params, Query, Body>(
  schemas: { params?: z.ZodType<Params>; query?: z.ZodType<Query>; body?: z.ZodType<Body> },
  { params, query, readBody, ...rest }: RawRequest,
): RouteRequest<Params, Query, Body> {
  const errors: InvalidPart[] = [];
  const parsed = {
    params: parsePart('path', schemas.params, () => params, errors),
    query: parsePart('query', schemas.query, () => query, errors),
    body: parsePart('body', schemas.body, readBody, errors),
  };
  if (errors.length > 0) throw invalidRequest(errors);
  const { caller: _, ...beside } = rest;
  return { ...believed(parsed), ...beside };
}

function parsePart<Part>(
  name: string,
  schema: z.ZodType<Part> | undefined,
  read: () => unknown,
  errors: InvalidPart[],
): Part | undefined {
  if (schema === undefined) return undefined;
  const given = read() ?? {};
  const unfit = unfitText(given, [name]);
  const parsed = schema.safeParse(given);
  if (parsed.success && unfit.length === 0) return parsed.data;
  errors.push(...unfit, ...(parsed.success ? [] : tellIssues(name, given, parsed.error.issues)));
  return undefined;
}

/** Holds because a part without a schema has the type `unknown`, and one with a schema was parsed or is among the errors. */
function believed<Params, Query, Body>(parsed: {
  params: Params | undefined;
  query: Query | undefined;
  body: Body | undefined;
}): { params: Params; query: Query; body: Body } {
  return parsed as { params: Params; query: Query; body: Body };
}

type LooseAnswer = Refusal | { status: number; body?: unknown; headers?: Record<string, string> };

function toReply(responses: Responses, answered: LooseAnswer, requestId: string): HttpReply {
  if ('refused' in answered) return problemReply(answered.refused, requestId, answered.headers);
  const spec = responses[answered.status];
  if (spec === undefined || answered.body === undefined) return emptyReply(answered.status, answered.headers);
  if ('schema' in spec) return jsonReply(answered.status, answered.body, answered.headers);
  const body = answered.body instanceof Uint8Array ? answered.body : String(answered.body);
  const contentType: Record<string, string> = 'contentType' in spec ? { 'content-type': spec.contentType } : {};
  return rawReply(answered.status, body, { ...contentType, ...answered.headers });
}
