import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range from which systems draw the ports of outgoing connections, so that none of those takes it meanwhile. */
const FIRST = 15_000;
const LAST = 29_999;
const ATTEMPTS = 50;

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`Cannot find a free port between ${FIRST} and ${LAST}`);
}

/** Whether a server could listen on `port`, on every interface and on the local one. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of [undefined, '127.0.0.1']) {
    if (!(await canListen(port, host))) return false;
  }
  return true;
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
