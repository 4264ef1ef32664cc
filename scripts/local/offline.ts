import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as z from 'zod';
import { Failure } from './failure.ts';

export type OfflineOptions = {
  /** Holds dist/. */
  root: string;
  port: number;
  host?: string;
  /** Added to the environment of this process. */
  env: Readonly<Record<string, string>>;
  /** A line that a handler logged, or that Node warned with. Left out: dropped. */
  onLine?: (line: string) => void;
};

type Ended = { code: number | null; signal: NodeJS.Signals | null };

export type RunningOffline = {
  port: number;
  /** Where an asynchronous invoke of the queue function is posted. */
  doorbellUrl: string;
  child: ChildProcess;
  pid: number;
  /** Resolves when the process is gone, whoever ended it. */
  exited: Promise<Ended>;
  /** Lets requests finish, within seconds. */
  stop(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
};

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 8_000;
const LINES_KEPT = 10;
const told = z.union([z.object({ doorbellUrl: z.string() }), z.object({ problem: z.string() })]);

/** Starts serverless-offline on the built bundles, all in one process, and resolves when it answers. */
export async function startOffline(options: OfflineOptions): Promise<RunningOffline> {
  const child = launch(options);
  const exited = new Promise<Ended>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 1, signal: null }));
  });
  const said = listen(child, options.onLine ?? (() => {}));
  try {
    const doorbellUrl = await untilServing(child, exited, said);
    return {
      port: options.port,
      doorbellUrl,
      child,
      pid: child.pid ?? 0,
      exited,
      stop: () => end(child, exited, 'SIGTERM'),
      kill: () => end(child, exited, 'SIGKILL'),
    };
  } catch (error) {
    await end(child, exited, 'SIGKILL');
    throw error;
  }
}

function launch({ root, port, host = '127.0.0.1', env }: OfflineOptions): ChildProcess {
  const { AUTHORIZER: _, ...inherited } = process.env;
  const run = join(root, 'dist/host/run.mjs');
  return spawn(process.execPath, [run, root, host, String(port)], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
}

/** @returns the last lines, for the message that says why it does not start */
function listen(child: ChildProcess, onLine: (line: string) => void): string[] {
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    forEachLine(stream, (line) => {
      if (line.trim() === '') return;
      said.push(line.trim());
      if (said.length > LINES_KEPT) said.shift();
      onLine(line);
    });
  }
  return said;
}

function forEachLine(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

async function untilServing(child: ChildProcess, exited: Promise<Ended>, said: readonly string[]): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), START_TIMEOUT_MS);
  });
  const message = new Promise<unknown>((resolve) => child.once('message', resolve));
  const first = await Promise.race([message, exited.then(() => 'gone'), late]);
  clearTimeout(timer);
  const found = told.safeParse(first);
  if (!found.success) {
    const why = first === 'late' ? 'it took too long' : said.join(' ') || 'it ended without a word';
    throw new Failure(`serverless-offline did not start: ${why}`);
  }
  if ('problem' in found.data) throw new Failure(found.data.problem);
  return found.data.doorbellUrl;
}

async function end(child: ChildProcess, exited: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}
