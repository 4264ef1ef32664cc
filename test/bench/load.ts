import { Agent, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Figures, figuresOf } from './figures.ts';

export type Call = { url: string; method: 'GET' | 'POST'; body?: string; token?: string };
export type LoadResult = Figures & { failures: number };

/** `clients` that each send the next call as soon as the last one is answered, for `seconds` or `most` calls. */
export async function closedLoop(
  next: (nth: number) => Call,
  { clients, seconds, most = Number.POSITIVE_INFINITY }: { clients: number; seconds: number; most?: number },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latencies: number[] = [];
  let failures = 0;
  let sent = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until && sent < most) {
        sent += 1;
        const sentAt = performance.now();
        if (await isAnswered(next(sent), agent)) latencies.push(performance.now() - sentAt);
        else failures += 1;
      }
    }),
  );
  agent.destroy();
  return { ...figuresOf(latencies, (performance.now() - startedAt) / 1000), failures };
}

/** Calls at a steady pace, whether or not the last one was answered. */
export async function steadyPace(
  next: (nth: number) => Call,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true });
  const latencies: number[] = [];
  const calls: Promise<void>[] = [];
  let failures = 0;
  const startedAt = performance.now();
  for (let nth = 1; nth <= perSecond * seconds; nth += 1) {
    await wait(Math.max(0, startedAt + (nth * 1000) / perSecond - performance.now()));
    const sentAt = performance.now();
    calls.push(
      isAnswered(next(nth), agent).then((isOk) => {
        if (isOk) latencies.push(performance.now() - sentAt);
        else failures += 1;
      }),
    );
  }
  await Promise.all(calls);
  agent.destroy();
  return { ...figuresOf(latencies, seconds), failures };
}

function isAnswered({ url, method, body, token }: Call, agent: Agent): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const sent = request(url, { method, agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve((response.statusCode ?? 500) < 300));
      response.once('error', () => resolve(false));
    });
    sent.once('error', () => resolve(false));
    sent.end(body);
  });
}
