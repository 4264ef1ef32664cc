import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { threadId } from 'node:worker_threads';

/** Below the range from which systems draw the ports of outgoing connections, so that none of those takes it meanwhile. */
const FIRST = 15_000;
const LAST = 29_999;
/** Each process and thread begins in a block of its own, so that two that look at the same moment do not find the same port. */
const BLOCK = 250;
const BLOCKS = (LAST - FIRST + 1) / BLOCK;
const ATTEMPTS = 2 * BLOCK;

let next = ((process.pid + 17 * threadId) % BLOCKS) * BLOCK + randomInt(BLOCK);

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = FIRST + next;
    next = (next + 1) % (LAST - FIRST + 1);
    if (await isPortFree(port)) return port;
  }
  throw new Error(`None of ${ATTEMPTS} ports between ${FIRST} and ${LAST} is free`);
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
