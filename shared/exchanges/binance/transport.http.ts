import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

export type WireRequest = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** For everything together, from the first packet to the last. */
  timeoutMs: number;
  maxBytes: number;
};

/**
 * - `answered`: a whole answer came, whatever it says
 * - `unsent`: not a byte of the request can have reached the exchange
 * - `lost`: it may have arrived, and no whole answer came back
 */
export type WireReply =
  | { kind: 'answered'; status: number; headers: http.IncomingHttpHeaders; text: string }
  | { kind: 'unsent'; reason: string }
  | { kind: 'lost'; reason: string };

export type Transport = { send(request: WireRequest): Promise<WireReply>; close(): void };

const MAX_SOCKETS = 32;
/** Idle connections go before the exchange closes them: a request on one that is just being closed would be lost. */
const IDLE_MS = 15_000;

/**
 * One agent for all connections of the process. Built on `node:http` because its sockets tell whether a request can have left:
 * what failed before that may be sent again, and nothing else may. Redirects are never followed.
 */
export function httpTransport(): Transport {
  const options = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS };
  const agents = { http: new http.Agent(options), https: new https.Agent(options) };
  return {
    send: (request) =>
      request.url.startsWith('https:') ? exchange(agents.https, request) : exchange(agents.http, request),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function exchange(
  agent: http.Agent,
  { method, url, headers, body, timeoutMs, maxBytes }: WireRequest,
): Promise<WireReply> {
  return new Promise((resolve) => {
    const isSecure = agent instanceof https.Agent;
    const started = (isSecure ? https : http).request(url, { method, headers, agent });
    const journey = watchJourney(started, isSecure);
    const finish = (reply: WireReply): void => {
      clearTimeout(timer);
      resolve(reply);
    };
    const fail = (reason: string): void => {
      finish({ kind: journey.mayHaveArrived() ? 'lost' : 'unsent', reason });
      started.destroy();
    };
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
    started.on('error', (error) => fail(describe(error)));
    started.on('response', (response) => {
      collect(response, maxBytes, {
        done: (text) => finish({ kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, text }),
        fail,
      });
    });
    started.end(body);
  });
}

/** A fresh connection carries nothing before it stands, encryption included; one that is used again may carry at once. */
function watchJourney(request: http.ClientRequest, isSecure: boolean): { mayHaveArrived(): boolean } {
  let mayHaveArrived = false;
  request.on('socket', (socket: Socket) => {
    const isFresh = !request.reusedSocket && socket.connecting;
    if (!isFresh) mayHaveArrived = true;
    else
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        mayHaveArrived = true;
      });
  });
  return { mayHaveArrived: () => mayHaveArrived };
}

type Collected = { done(text: string): void; fail(reason: string): void };

function collect(response: http.IncomingMessage, maxBytes: number, { done, fail }: Collected): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) fail(`the answer is longer than ${maxBytes} bytes`);
    else chunks.push(chunk);
  });
  response.on('error', (error) => fail(describe(error)));
  response.on('aborted', () => fail('the answer was cut off'));
  response.on('end', () => {
    if (response.complete) done(Buffer.concat(chunks).toString('utf8'));
    else fail('the answer was cut off');
  });
}

/** Codes only: the message of a network error may quote the address with all its parameters. */
function describe(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
