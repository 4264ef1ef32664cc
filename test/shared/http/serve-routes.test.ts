import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { httpDoor } from '../../../shared/http/door.ts';
import type { HttpEvent } from '../../../shared/http/event.ts';
import { refuse } from '../../../shared/http/problem.ts';
import { answer, openRoute, userRoute } from '../../../shared/http/route.ts';
import { serveRoutes } from '../../../shared/http/serve-routes.ts';
import { silentLog } from '../../../shared/log/logger.ts';
import { httpEvent } from '../../support/http-event.ts';

type Deps = { greeting: string };
const thing = z.object({ id: z.string(), greeting: z.string() });

const showThing = userRoute({
  method: 'GET',
  path: '/things/{id}',
  name: 'showThing',
  tag: 'Things',
  summary: 'One thing',
  params: z.object({ id: z.string().max(5) }),
  query: z.strictObject({ limit: z.coerce.number().int().max(9).default(3) }),
  responses: { 200: { description: 'The thing', schema: thing } },
  async handle({ greeting }: Deps, { caller, params, query }) {
    return answer(200, { id: params.id, greeting: `${greeting} ${caller.userId} ${query.limit}` });
  },
});

const makeThing = openRoute({
  method: 'POST',
  path: '/things',
  name: 'makeThing',
  tag: 'Things',
  summary: 'Make a thing',
  body: z.strictObject({ id: z.string(), fail: z.enum(['throw', 'away', 'refuse']).optional() }),
  responses: { 201: { description: 'The thing', schema: thing } },
  async handle({ greeting }: Deps, { body: { id, fail } }) {
    if (fail === 'throw') throw new Error('password is hunter2');
    if (fail === 'away') throw new AppError('database_unavailable', 'The database cannot be reached right now');
    if (fail === 'refuse') return refuse(409, 'thing_taken', `There is a thing "${id}" already`);
    return answer(201, { id, greeting }, { location: `/things/${id}` });
  },
});

const serve = serveRoutes(
  [showThing, makeThing],
  { greeting: 'hello' },
  {
    async authenticate(authorization) {
      if (authorization === 'Bearer good') return { userId: 'usr_1', actor: 'tok_1' };
      throw new AppError('unauthorized', 'This needs an API token');
    },
    log: silentLog,
    corsOrigins: ['https://app.example.com'],
    trustedProxies: 0,
    publicUrl: undefined,
  },
);
const handler = httpDoor(
  silentLog,
  () => serve,
  (answerTo, event) => answerTo(event),
);

async function call(event: HttpEvent) {
  const { statusCode, headers, body } = await handler(event);
  return { status: statusCode, headers, body: body === '' ? undefined : JSON.parse(body) };
}

describe('serveRoutes()', () => {
  it('gives a route its parsed parameters and its caller', async () => {
    const reply = await call(httpEvent('GET', '/things/a', { token: 'good', query: { limit: '5' } }));
    expect(reply).toMatchObject({ status: 200, body: { id: 'a', greeting: 'hello usr_1 5' } });
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    { case: 'no token', headers: {} as Record<string, string> },
    { case: 'a wrong token', headers: { authorization: 'Bearer bad' } },
    { case: 'a forged authorizer', headers: { 'sls-offline-authorizer-override': '{"userId":"usr_1"}' } },
  ])('answers 401 to $case, and says how to sign in', async ({ headers }) => {
    const event = httpEvent('GET', '/things/a', { headers: { ...headers } });
    Object.assign(event.requestContext, { authorizer: { lambda: { userId: 'usr_1' } } });
    const reply = await call(event);
    expect(reply).toMatchObject({ status: 401, body: { code: 'unauthorized', status: 401 } });
    expect(reply.headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('names every part of a request that is not valid', async () => {
    const reply = await call(
      httpEvent('GET', '/things/toolong', { token: 'good', query: { limit: 'ten', sort: 'up' } }),
    );
    expect(reply).toMatchObject({
      status: 400,
      body: { code: 'bad_request', title: 'Bad Request', type: 'about:blank' },
    });
    const paths = reply.body.errors.map((error: { path: string }) => error.path);
    expect(paths).toEqual(['path.id', 'query.limit', 'query']);
  });

  it('quotes the value that is not valid, where it is none that may be a secret', async () => {
    const query = await call(httpEvent('GET', '/things/a', { token: 'good', query: { limit: '1e9' } }));
    expect(query.body.detail).toContain('query.limit: Too big: expected number to be <=9, not "1e9"');
    const told = async (body: unknown) => (await call(httpEvent('POST', '/things', { body }))).body.detail;
    expect(await told({ id: 'a', fail: 'sometimes' })).toContain('not "sometimes"');
    expect(await told({ id: 'a', fail: 'x'.repeat(41) })).not.toContain('xxx');
    expect(await told({ id: 7, apiKey: 'hunter2' })).not.toContain('hunter2');
    expect(await told({ id: 'a', secretWord: 7 })).not.toContain('7');
  });

  it.each([
    { case: 'a text', body: { id: 'a\u0000' }, path: 'body.id' },
    { case: 'a text far inside', body: { id: 'a', more: [{ deep: '\u0000' }] }, path: 'body.more.0.deep' },
    { case: 'the name of a field', body: { 'i\u0000d': 'a' }, path: 'body.id' },
  ])('refuses $case with the character that the database cannot keep', async ({ body, path }) => {
    const reply = await call(httpEvent('POST', '/things', { body }));
    expect(reply).toMatchObject({ status: 400, body: { code: 'bad_request' } });
    expect(reply.body.errors).toContainEqual({ path, message: 'has the character U+0000, which no text may have' });
  });

  it.each([
    { case: 'a good body', body: { id: 'a' }, status: 201, code: undefined },
    { case: 'a body that says it is text', body: '{"id":"a"}', status: 201, code: undefined },
    { case: 'a byte order mark', body: '\uFEFF{"id":"a"}', status: 201, code: undefined },
    { case: 'a body that is no JSON', body: '{"id":', status: 400, code: 'bad_request' },
    { case: 'no body', body: undefined, status: 400, code: 'bad_request' },
    { case: 'a field too many', body: { id: 'a', price: 1 }, status: 400, code: 'bad_request' },
    { case: 'a body over the limit', body: { id: 'x'.repeat(70_000) }, status: 413, code: 'payload_too_large' },
    { case: 'a refusal', body: { id: 'a', fail: 'refuse' }, status: 409, code: 'thing_taken' },
    { case: 'a database that is away', body: { id: 'a', fail: 'away' }, status: 503, code: 'database_unavailable' },
    { case: 'an error of ours', body: { id: 'a', fail: 'throw' }, status: 500, code: 'internal' },
  ])('answers $status to $case', async ({ body, status, code }) => {
    const reply = await call(httpEvent('POST', '/things', { body, headers: { 'content-type': 'text/plain' } }));
    expect(reply.status).toBe(status);
    expect(reply.body.code).toBe(code);
    expect(JSON.stringify(reply), 'what was thrown is for the log alone').not.toContain('hunter2');
    if (status >= 400) expect(reply.headers['content-type']).toContain('application/problem+json');
    if (status === 503) expect(reply.headers['retry-after']).toBe('5');
  });

  it('reads a body that travels in base64', async () => {
    const event = httpEvent('POST', '/things', { body: Buffer.from('{"id":"ä"}').toString('base64') });
    expect(await call({ ...event, isBase64Encoded: true })).toMatchObject({ status: 201, body: { id: 'ä' } });
  });

  it.each([
    { method: 'GET', path: '/nothing', status: 404, allow: undefined },
    { method: 'GET', path: '/things/a/b', status: 404, allow: undefined },
    { method: 'DELETE', path: '/things/a', status: 405, allow: 'GET, HEAD, OPTIONS' },
    { method: 'GET', path: '/things', status: 405, allow: 'POST, OPTIONS' },
    { method: 'OPTIONS', path: '/things/a', status: 204, allow: 'GET, HEAD, OPTIONS' },
  ])('answers $status to $method $path', async ({ method, path, status, allow }) => {
    const reply = await call(httpEvent(method, path));
    expect(reply.status).toBe(status);
    expect(reply.headers.allow).toBe(allow);
  });

  it('answers HEAD like GET, without the body', async () => {
    const reply = await call(httpEvent('HEAD', '/things/a', { token: 'good' }));
    expect(reply).toMatchObject({ status: 200, body: undefined });
    expect(reply.headers['content-type']).toContain('application/json');
  });

  it.each([
    { origin: 'https://app.example.com', allowed: 'https://app.example.com' },
    { origin: 'https://app.example.com.evil.test', allowed: undefined },
    { origin: undefined, allowed: undefined },
  ])('lets the pages of $origin read: $allowed, refusals included', async ({ origin, allowed }) => {
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    for (const event of [httpEvent('OPTIONS', '/things', { headers }), httpEvent('GET', '/things/a', { headers })]) {
      const reply = await call(event);
      expect(reply.headers['access-control-allow-origin']).toBe(allowed);
      expect(reply.headers.vary).toBe('origin');
    }
  });

  it('keeps a request id that is fit to be logged, and only such a one', async () => {
    const kept = await call(httpEvent('GET', '/nothing', { headers: { 'x-request-id': 'client-id-1' } }));
    expect(kept.headers['x-request-id']).toBe('client-id-1');
    const replaced = await call(httpEvent('GET', '/nothing', { headers: { 'x-request-id': 'a\nforged log line' } }));
    expect(replaced.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});
