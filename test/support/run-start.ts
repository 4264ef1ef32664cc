import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type FirstRunFile, readFirstRun } from '../../scripts/local/first-run.ts';
import { commandOf, type ProcessRecord } from '../../scripts/local/processes.ts';

const root = join(import.meta.dirname, '../..');

export type StartRun = {
  pid: number;
  dataFolder: string;
  port: number;
  stdout(): string;
  stderr(): string;
  /** Resolves when it says "Ready.", and rejects when it ends before. */
  ready(): Promise<FirstRunFile>;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  signal(name: NodeJS.Signals): void;
};

/** Runs `npm start` as npm does, with data and port of its own. */
export function runStart(dataFolder: string, port: number, env: Record<string, string> = {}): StartRun {
  const { DATABASE_URL: _, REDIS_URL: __, ...inherited } = process.env;
  const child = spawn(process.execPath, ['scripts/run.mjs', 'start'], {
    cwd: root,
    env: { ...inherited, NODE_ENV: '', DATA_DIR: dataFolder, PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    said.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.stderr += chunk;
  });
  let isGone = false;
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => {
      isGone = true;
      resolve({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    dataFolder,
    port,
    exited,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    signal: (name) => child.kill(name),
    async ready() {
      while (!said.stdout.includes('Ready.')) {
        if (isGone) throw new Error(`npm start ended: ${said.stdout}${said.stderr}`);
        await wait(50);
      }
      const file = readFirstRun(dataFolder);
      if (file === undefined) throw new Error('npm start wrote no first-run.json');
      return file;
    },
  };
}

/** The processes that a run started and that are still there, as they were called. */
export function leftovers(pids: readonly number[]): string[] {
  return pids.map(commandOf).filter((command) => command !== undefined && command !== '') as string[];
}

/** The server and the Postgres of a run that is ready. */
export function startedBy(dataFolder: string): { server: number; postgres: number } {
  const note = JSON.parse(readFileSync(join(dataFolder, 'running.json'), 'utf8')) as { server: ProcessRecord };
  const postmaster = join(dataFolder, 'postgres/postmaster.pid');
  return {
    server: note.server.pid,
    postgres: existsSync(postmaster) ? Number.parseInt(readFileSync(postmaster, 'utf8'), 10) : 0,
  };
}
