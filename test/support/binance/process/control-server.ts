import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Calls } from './calls.ts';

const HOST = '127.0.0.1';

/**
 * `POST /` with `{"call":"setPrice","args":["BTCUSDT","50000"]}` answers `{"result":…}`, or HTTP 400 and `{"error":…}`.
 * The loopback interface only, and never in front of anything but tests.
 */
export function serveControl(calls: Calls, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    handle(calls, request).then(
      (result) => response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ result })),
      (error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        response.writeHead(400, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error: text }));
      },
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve(server));
  });
}

async function handle(calls: Calls, request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { call, args } = readCall(Buffer.concat(chunks).toString('utf8'));
  const found = Object.entries(calls).find(([name]) => name === call);
  if (found === undefined) throw new RangeError(`Cannot call "${call}": there is no such call`);
  return withAnyArguments(found[1])(...args);
}

function readCall(text: string): { call: string; args: unknown[] } {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('call' in value)) throw new RangeError('Cannot read call');
  const args = 'args' in value && Array.isArray(value.args) ? value.args : [];
  return { call: String(value.call), args };
}

/** The arguments were typed where they came from: `callFake` takes them from the same `Calls`. */
function withAnyArguments(call: Calls[keyof Calls]): (...args: unknown[]) => unknown {
  return call as (...args: unknown[]) => unknown;
}
