import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import ServerlessOffline from 'serverless-offline';
import type { Log } from '../../shared/log/logger.ts';
import { isBusy, leave } from '../../shared/shutdown/shutdown.ts';
import { START_EVENT } from '../../shared/ticks/start-event.ts';
import { Failure } from '../local/failure.ts';
import { freeInnerPort } from '../local/ports.ts';
import { loadDoors } from './load-doors.ts';
import { type OpenDoor, openDoor } from './open-door.ts';
import { type Requests, watchRequests } from './requests.ts';
import { functionName, readService, serverlessOf } from './service.ts';
import { gateStream, type StreamGate } from './stream-gate.ts';

export type Address = { host: string; port: number };

export type HostOptions = {
  /** Holds dist/, with the bundles and service.json. */
  root: string;
  http: Address;
  log: Log;
};

export type Host = {
  /** Where an asynchronous invoke of the queue function is posted, from this machine alone. */
  doorbellUrl: string;
  /** Has accounts compared with their exchanges now rather than at the next minute; nothing waits for it. */
  tellStart(): Promise<void>;
  /** Shut until told otherwise. */
  stream: StreamGate;
  /** Takes nothing new, finishes what is begun, and returns when that is done or `patienceMs` is over. */
  drain(limits: { patienceMs: number; idleMs: number }): Promise<void>;
};

const LOCALHOST = '127.0.0.1';
const POLL_MS = 20;
const INVOKE_TIMEOUT_MS = 3_000;

/**
 * Runs the bundles of dist/ under serverless-offline, all in this process. Its servers listen on this machine alone, at ports
 * of no importance; ours hands connections to the one for HTTP, and WebSockets to theirs.
 */
export async function serveBundles({ root, http, log }: HostOptions): Promise<Host> {
  const [httpPort, lambdaPort, websocketPort] = [await freeInnerPort(), await freeInnerPort(), await freeInnerPort()];
  const service = readService(join(root, 'dist'));
  const invokeUrl = (name: string): string =>
    `http://${LOCALHOST}:${lambdaPort}/2015-03-31/functions/${functionName(service, name)}/invocations`;
  const doorbellUrl = invokeUrl('queue');
  process.env.DOORBELL_URL = doorbellUrl;
  const requests = watchRequests();
  await loadDoors(root, service);
  const options = { host: LOCALHOST, httpPort, lambdaPort, websocketPort, noSponsor: true };
  await new ServerlessOffline(serverlessOf(root, service), options, utilsFor(log)).start();
  const server = await firstAnswer(requests, httpPort, '/api/v1/health');
  const stream = await firstAnswer(requests, websocketPort, '/');
  const gate = gateStream(server, stream);
  const door = await openHttp(server, http);
  return {
    doorbellUrl,
    tellStart: () => invoke(invokeUrl('schedule'), START_EVENT),
    stream: gate,
    drain(limits) {
      gate.shut();
      return drain(door, requests, limits);
    },
  };
}

async function invoke(url: string, event: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-invocation-type': 'Event' },
    body: event,
    signal: AbortSignal.timeout(INVOKE_TIMEOUT_MS),
  });
  await response.arrayBuffer();
}

/** Proves that a server answers, and finds the object that it is. */
async function firstAnswer(requests: Requests, port: number, path: string) {
  const server = requests.serverOn(port);
  const response = await fetch(`http://${LOCALHOST}:${port}${path}`, { headers: { connection: 'close' } });
  await response.arrayBuffer();
  return server;
}

async function openHttp(...[server, { host, port }]: Parameters<typeof openDoor>): Promise<OpenDoor> {
  try {
    return await openDoor(server, { host, port });
  } catch (cause) {
    throw new Failure(`Cannot listen on ${host}:${port}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/**
 * A proxy may send a request on a connection that it holds open just when we would close it, and then cannot know whether it
 * was read. So open connections are left to it for `idleMs`, and each ends with its next answer.
 */
async function drain(
  door: OpenDoor,
  requests: Requests,
  { patienceMs, idleMs }: { patienceMs: number; idleMs: number },
): Promise<void> {
  const startedAt = performance.now();
  const isWithin = (limitMs: number): boolean => performance.now() - startedAt < limitMs;
  door.shut();
  requests.closeAfterAnswer();
  while (door.connections() > 0 && isWithin(idleMs)) await wait(POLL_MS);
  leave();
  while ((requests.inFlight() > 0 || isBusy()) && isWithin(patienceMs)) await wait(POLL_MS);
  door.cut();
}

/** At "notice" serverless-offline tells the path of every request, and a hook's path holds its token. */
function utilsFor(log: Log): ConstructorParameters<typeof ServerlessOffline>[2] {
  const text = (what: unknown[]): string => what.map(String).join(' ');
  const nothing = (): void => {};
  const quiet = { debug: nothing, info: nothing, notice: nothing, verbose: nothing };
  return {
    log: { ...quiet, warning: (...what) => log.warn(text(what)), error: (...what) => log.error(text(what)) },
    progress: { get: () => ({ notice: nothing, remove: nothing }) },
  };
}
