import * as z from 'zod';
import { problemSchema } from '../../shared/http/problem.ts';
import type { ResponseSpec, Route, RouteDescription } from '../../shared/http/route.ts';

type Json = Record<string, unknown>;
export type ApiDocument = { paths: Record<string, Record<string, Json>>; components: { schemas: Json } & Json } & Json;

const ABOUT = {
  title: 'TradingBot AI Backend',
  version: '1',
  description:
    'Alerts in, orders on an exchange out, and an account of every step between. Prices, quantities and money are ' +
    'decimals written as text. Instants are ISO 8601 in UTC. Lists are pages, newest first.',
};

type Described = RouteDescription & Pick<Route<never>, 'auth'>;

/** The API document, made of the same schemas that requests are checked with and answers are typed by. */
export function apiDocument(routes: readonly Described[]): ApiDocument {
  const schemas: Json = {};
  const paths: ApiDocument['paths'] = {};
  const problem = schemaOf(problemSchema, schemas);
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    operations[route.method.toLowerCase()] = operationOf(route, schemas, problem);
    paths[route.path] = operations;
  }
  return {
    openapi: '3.1.0',
    info: ABOUT,
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'A personal API token: tbt_…' } },
    },
  };
}

function operationOf(route: Described, schemas: Json, problem: Json): Json {
  const parameters = [...parametersOf('path', route.params, schemas), ...parametersOf('query', route.query, schemas)];
  return {
    operationId: route.name,
    tags: [route.tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(route.auth === 'user' ? { security: [{ token: [] }] } : { security: [] }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined
      ? {}
      : { requestBody: { ...jsonContent(schemaOf(route.body, schemas)), required: true } }),
    responses: { ...answersOf(route, schemas), ...problemsOf(route, problem) },
  };
}

function answersOf(route: Described, schemas: Json): Json {
  const entries = Object.entries(route.responses).map(([status, spec]) => [status, answerOf(spec, schemas)]);
  return Object.fromEntries(entries);
}

function answerOf(spec: ResponseSpec, schemas: Json): Json {
  const { description } = spec;
  if ('schema' in spec) return { description, ...jsonContent(schemaOf(spec.schema, schemas)) };
  return 'contentType' in spec ? { description, content: { [spec.contentType]: {} } } : { description };
}

function problemsOf(route: Described, problem: Json): Json {
  const isChecked =
    [route.params, route.query, route.body].some((schema) => schema !== undefined) && route.auth === 'user';
  const told: Record<string, string> = {
    ...(isChecked ? { 400: 'The request is not valid' } : {}),
    ...(route.auth === 'user' ? { 401: 'No valid API token', 429: 'Too many wrong API tokens' } : {}),
    ...route.problems,
    ...(route.auth === 'user' ? { 503: 'The database is away; try again' } : {}),
  };
  const content = { 'application/problem+json': { schema: problem } };
  return Object.fromEntries(Object.entries(told).map(([status, description]) => [status, { description, content }]));
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined, schemas: Json): Json[] {
  if (schema === undefined) return [];
  const { properties, required } = objectSchema.parse(schemaOf(schema, schemas));
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: property,
  }));
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.looseObject({ description: z.string().optional() })),
  required: z.array(z.string()).default([]),
});

/** As a caller sees it: what a request may hold before it is parsed. Schemas with an id go to the components. */
function schemaOf(schema: z.ZodType, schemas: Json): Json {
  const { $schema: _, $defs, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  const { id, ...rest } = refer(json);
  for (const [name, definition] of Object.entries($defs ?? {})) schemas[name] = withoutId(refer(definition));
  if (typeof id !== 'string') return rest;
  schemas[id] = rest;
  return { $ref: `#/components/schemas/${id}` };
}

function refer(json: unknown): Json {
  return JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/'));
}

function withoutId({ id: _, ...rest }: Json): Json {
  return rest;
}

function jsonContent(schema: Json): Json {
  return { content: { 'application/json': { schema } } };
}
