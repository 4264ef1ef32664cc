import { subscribe } from 'node:diagnostics_channel';
import { readdirSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Runs inside the process of serverless-offline, before it starts (`node --import`), and makes up for what it lacks:
 * a door that cannot start is told at once instead of being answered with HTTP 200 at the first alert; nobody outside
 * can call functions by their name or hand in an authorizer; and it does not outlive the process that started it.
 */
const EXIT_TIMEOUT_MS = 7_000;
const NOT_SERVED = new Set(['migrate']);
const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

process.once('disconnect', leave);
process.once('SIGTERM', leaveInTime);
process.once('SIGINT', leaveInTime);
await loadDoors(join(process.cwd(), 'dist'));
findHandlersOnce();

const guards = process.listeners('uncaughtException');
let isServing = false;
subscribe('http.server.request.start', (message) => {
  if (!isServing) keepOnly(guards);
  isServing = true;
  guard((message as { request: IncomingMessage }).request);
});

async function loadDoors(folder: string): Promise<void> {
  const problems = new Set<string>();
  for (const name of readdirSync(folder).filter((entry) => !NOT_SERVED.has(entry))) {
    try {
      await import(pathToFileURL(join(folder, name, 'index.mjs')).href);
    } catch (error) {
      problems.add(problemOf(name, error));
    }
  }
  if (problems.size === 0) return;
  process.send?.({ problem: [...problems].join('\n') });
  process.exit(1);
}

function problemOf(name: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const isConfiguration = error instanceof Error && 'code' in error && error.code === 'config_invalid';
  return isConfiguration ? message : `The bundle dist/${name} does not load: ${message}`;
}

/** serverless-offline builds the event from `rawHeaders`, and answers every origin by itself when it sees one in `headers`. */
function guard(request: IncomingMessage): void {
  const { rawHeaders } = request;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase().startsWith('sls-offline-')) rawHeaders[at] = 'x-removed';
  }
  delete request.headers.origin;
  const isInvoke = request.url?.startsWith('/2015-03-31/') ?? false;
  if (isInvoke && !LOOPBACK.test(request.socket.remoteAddress ?? '')) request.socket.destroy();
}

/** osls ends the process at the first stray error, however many others listen; the guards of the doors do not. */
function keepOnly(listeners: readonly NodeJS.UncaughtExceptionListener[]): void {
  if (listeners.length === 0) return;
  for (const listener of process.listeners('uncaughtException')) {
    if (!listeners.includes(listener)) process.off('uncaughtException', listener);
  }
}

function leave(): void {
  process.kill(process.pid, 'SIGTERM');
}

function leaveInTime(): void {
  setTimeout(() => process.exit(0), EXIT_TIMEOUT_MS).unref();
}

type UserFunction = { load: (root: string, handler: string) => Promise<unknown> };

/**
 * serverless-offline looks for the handler's file and its package.json anew at every request, on the disk and before anything
 * else. The bundles do not change while it runs, so each is found once.
 */
function findHandlersOnce(): void {
  const host = createRequire(createRequire(import.meta.url).resolve('serverless-offline'));
  const userFunction: UserFunction = host('./lambda/handler-runner/in-process-runner/aws-lambda-ric/UserFunction.js');
  const { load } = userFunction;
  const found = new Map<string, Promise<unknown>>();
  userFunction.load = (root, handler) => {
    const path = join(root, handler);
    const known = found.get(path) ?? load(root, handler);
    found.set(path, known);
    return known;
  };
}
