import { expect } from 'vitest';
import type { HttpReply } from '../../shared/http/event.ts';
import { problemSchema } from '../../shared/http/problem.ts';
import type { Route } from '../../shared/http/route.ts';

/** Holds an answer against what the route says of itself: nothing undeclared, nothing missing, nothing more. */
export function checkReply<Deps>(routes: readonly Route<Deps>[], method: string, path: string, reply: HttpReply): void {
  const found = routes.filter((one) => one.method === method && matches(one.path, path));
  const route = found.find((one) => !one.path.includes('{')) ?? found[0];
  expect(route, `${method} ${path} is in the table`).toBeDefined();
  const body: unknown = JSON.parse(reply.body);
  if (reply.statusCode >= 400) {
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(problemSchema.parse(body)).toEqual(body);
    return;
  }
  const spec = route?.responses[reply.statusCode];
  if (spec === undefined || !('schema' in spec))
    throw new Error(`${method} ${path} does not declare ${reply.statusCode}`);
  expect(spec.schema.parse(body), `${method} ${path} answers what its schema says`).toEqual(body);
}

function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path);
}
