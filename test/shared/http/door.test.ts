import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import { httpDoor } from '../../../shared/http/door.ts';
import { jsonReply } from '../../../shared/http/reply.ts';
import type { Log } from '../../../shared/log/logger.ts';
import { httpEvent } from '../../support/http-event.ts';

function recorder(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (...given: unknown[]): void => {
    lines.push(given.map((one) => (one instanceof Error ? String(one.stack) : JSON.stringify(one))).join(' '));
  };
  return { lines, log: { debug: write, info: write, warn: write, error: write } };
}

const event = httpEvent('POST', '/api/v1/webhook/hk_very-secret-token');

describe('httpDoor()', () => {
  it('answers what the handler says, with security headers and a request id', async () => {
    const answer = await httpDoor(
      recorder().log,
      () => 'deps',
      async (deps) => jsonReply(202, { deps }),
    )(event);
    expect(answer).toMatchObject({ statusCode: 202, body: '{"deps":"deps"}' });
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-request-id': expect.any(String) });
  });

  it.each([
    { case: 'something unknown', thrown: new TypeError('x is not a function'), statusCode: 500, code: 'internal' },
    {
      case: 'a database that is away',
      thrown: new AppError('database_unavailable', 'The database is away'),
      statusCode: 503,
      code: 'database_unavailable',
    },
    {
      case: 'a mistake of the caller',
      thrown: new AppError('not_found', 'No such alert'),
      statusCode: 404,
      code: 'not_found',
    },
  ])('answers $statusCode and never throws on $case', async ({ thrown, statusCode, code }) => {
    const { log, lines } = recorder();
    const answer = await httpDoor(
      log,
      () => null,
      () => Promise.reject(thrown),
    )(event);
    expect(answer.statusCode).toBe(statusCode);
    expect(JSON.parse(answer.body)).toMatchObject({ status: statusCode, code, type: 'about:blank' });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(lines, 'what is ours to repair is logged').toHaveLength(statusCode >= 500 ? 1 : 0);
    expect(lines.join()).not.toContain('very-secret');
  });

  it('keeps what it does not know from the caller', async () => {
    const answer = await httpDoor(
      recorder().log,
      () => null,
      () => Promise.reject(new Error('password=hunter2')),
    )(event);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('answers 503 while it cannot be wired, and serves once it can', async () => {
    let isConfigured = false;
    const wire = (): string => {
      if (!isConfigured) throw new AppError('config_invalid', 'DATABASE_URL is missing');
      return 'wired';
    };
    const door = httpDoor(recorder().log, wire, async (deps) => jsonReply(200, deps));
    expect((await door(event)).statusCode).toBe(503);
    isConfigured = true;
    expect((await door(event)).body).toBe('"wired"');
  });

  it('answers 500 when even the path is missing from the event', async () => {
    const broken = { ...event, rawPath: undefined as unknown as string };
    const answer = await httpDoor(
      recorder().log,
      () => null,
      () => Promise.reject(new Error('x')),
    )(broken);
    expect(answer.statusCode).toBe(500);
  });
});
