import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { Failure } from './failure.ts';
import { freePort } from './ports.ts';

export type OfflineOptions = {
  /** Holds serverless.yml and dist/. */
  root: string;
  port: number;
  host?: string;
  /** Added to the environment of this process. The ports and the doorbell are put in here. */
  env: Readonly<Record<string, string>>;
  /** A line that a handler logged, or that serverless-offline warned with. Left out: dropped. */
  onLine?: (line: string) => void;
};

export type RunningOffline = {
  port: number;
  lambdaPort: number;
  websocketPort: number;
  /** Where an asynchronous invoke of the queue function is posted. */
  doorbellUrl: string;
  child: ChildProcess;
  pid: number;
  /** Resolves when the process is gone, whoever ended it. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Lets requests finish, within seconds. */
  stop(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
};

export const STAGE = 'local';
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 8_000;
const POLL_MS = 20;
const LINES_KEPT = 10;
const CONFIG_PROBLEM = 'Cannot start, the configuration is not valid';
const configMessage = z.object({ error: z.object({ message: z.string().startsWith(CONFIG_PROBLEM) }) });
const ROUTE_LIST = /[│┌└╭╰┐┘]/;
/** Only these levels: at "notice" serverless-offline prints the path of every request, and a hook's path holds its token. */
const LOG_LEVEL = 'warning';

/** Starts serverless-offline on the built bundles, all in one process, and resolves when it answers. */
export async function startOffline(options: OfflineOptions): Promise<RunningOffline> {
  const [lambdaPort, websocketPort] = [await freePort(), await freePort()];
  const doorbellUrl = `http://127.0.0.1:${lambdaPort}/2015-03-31/functions/tradingbot-${STAGE}-queue/invocations`;
  const child = launch(options, { lambdaPort, websocketPort, doorbellUrl });
  const said = listen(child, options.onLine ?? (() => {}));
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 1, signal: null }));
  });
  const running = {
    port: options.port,
    lambdaPort,
    websocketPort,
    doorbellUrl,
    child,
    pid: child.pid ?? 0,
    exited,
    stop: () => end(child, exited, 'SIGTERM'),
    kill: () => end(child, exited, 'SIGKILL'),
  };
  await untilAnswering(running, said);
  return running;
}

type Addresses = { lambdaPort: number; websocketPort: number; doorbellUrl: string };

function launch({ root, port, host, env }: OfflineOptions, addresses: Addresses): ChildProcess {
  const { AUTHORIZER: _, ...inherited } = process.env;
  const ports = ['--httpPort', port, '--lambdaPort', addresses.lambdaPort, '--websocketPort', addresses.websocketPort];
  const preload = join(import.meta.dirname, 'offline-preload.ts');
  const command = join(import.meta.dirname, '../../node_modules/osls/bin/serverless.js');
  return spawn(
    process.execPath,
    [
      '--import',
      preload,
      command,
      'offline',
      'start',
      '--stage',
      STAGE,
      '--host',
      host ?? '127.0.0.1',
      ...ports.map(String),
    ],
    {
      cwd: root,
      env: { ...inherited, SLS_LOG_LEVEL: LOG_LEVEL, DOORBELL_URL: addresses.doorbellUrl, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    },
  );
}

type Said = { problem: string; errors: string[] };

/** Handlers log one JSON object per line. What serverless-offline prints besides is a list of its routes. */
function listen(child: ChildProcess, onLine: (line: string) => void): Said {
  const said: Said = { problem: '', errors: [] };
  child.on('message', (message) => {
    if (typeof message === 'object' && 'problem' in message) said.problem = String(message.problem);
  });
  const take = (line: string): void => {
    const problem = configProblem(line);
    said.problem ||= problem;
    if (problem === '') onLine(line);
  };
  forEachLine(child.stdout, (line) => {
    if (line.startsWith('{')) take(line);
    else if (!ROUTE_LIST.test(line)) remember(said, line);
  });
  forEachLine(child.stderr, (line) => {
    if (line.trim() === '') return;
    remember(said, line);
    take(line);
  });
  return said;
}

/** A door that cannot be wired says so in its log and answers 503 until it can. */
function configProblem(line: string): string {
  if (!line.startsWith('{') || !line.includes(CONFIG_PROBLEM)) return '';
  const logged: unknown = JSON.parse(line);
  return configMessage.safeParse(logged).data?.error.message ?? '';
}

function remember(said: Said, line: string): void {
  if (line.trim() === '') return;
  said.errors.push(line.trim());
  if (said.errors.length > LINES_KEPT) said.errors.shift();
}

function forEachLine(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', onLine);
}

async function untilAnswering(running: RunningOffline, said: Said): Promise<void> {
  let isGone = false;
  running.exited.then(() => {
    isGone = true;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!isGone && Date.now() < deadline) {
    if (said.problem !== '') break;
    if (await answers(`http://127.0.0.1:${running.port}/api/v1/health`)) return;
    await wait(POLL_MS);
  }
  await running.kill();
  await wait(POLL_MS);
  throw new Failure(said.problem || `serverless-offline did not start: ${said.errors.join(' ') || 'it took too long'}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess, exited: Promise<unknown>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}
