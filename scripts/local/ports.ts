import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { threadId } from 'node:worker_threads';

type Range = { first: number; size: number };

/** All below the range from which systems draw the ports of outgoing connections, so that none of those takes one meanwhile. */
const OPEN: Range = { first: 15_000, size: 5_000 };
/** Apart from the others: what stops and starts again at its port must find that free. */
const INNER: Range = { first: 20_000, size: 10_000 };
/** Each process and thread begins in a block of its own, so that two that look at the same moment do not find the same port. */
const BLOCK = 100;

let open = ((process.pid + 17 * threadId) * BLOCK + randomInt(BLOCK)) % OPEN.size;
let inner = (process.pid * 4) % INNER.size;

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
  const found = await findFree(OPEN, open);
  open = found.next;
  return found.port;
}

/** A port that nobody listens on right now, for a server within this process that nothing outside knows. */
export async function freeInnerPort(): Promise<number> {
  const found = await findFree(INNER, inner);
  inner = found.next;
  return found.port;
}

async function findFree({ first, size }: Range, from: number): Promise<{ port: number; next: number }> {
  for (let attempt = 0; attempt < 2 * BLOCK; attempt += 1) {
    const offset = (from + attempt) % size;
    if (await isPortFree(first + offset)) return { port: first + offset, next: (offset + 1) % size };
  }
  throw new Error(`None of the ${2 * BLOCK} ports from ${first + from} on is free`);
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
