import { resolve } from 'node:path';
import { Failure, reasonOf } from './failure.ts';
import { type FirstRunFile, readFirstRun } from './first-run.ts';

const PATIENCE_MS = 20_000;

/** Where the service of this folder is, and how to get in. */
export function serviceHere(root: string): FirstRunFile {
  const dataFolder = resolve(root, process.env.DATA_DIR || '.data');
  const service = readFirstRun(dataFolder);
  if (service === undefined) throw new Failure(`There is no first-run.json in ${dataFolder}: run "npm start" first`);
  return service;
}

/** Asks the running service; that nobody answers is said in a sentence. */
export async function reachService(url: string, request: RequestInit): Promise<{ status: number; body: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), ...request });
    return { status: response.status, body: await response.text() };
  } catch (cause) {
    const why = reasonOf(cause instanceof Error && cause.cause !== undefined ? cause.cause : cause);
    throw new Failure(`Nobody answers at ${new URL(url).origin}: run "npm start" first (${why})`, { cause });
  }
}
