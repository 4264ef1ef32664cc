import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { Failure } from './failure.ts';
import { endProcess, isSameProcess, recordOf } from './processes.ts';

const processRecord = z.object({ pid: z.number().int().positive(), bornAt: z.string() });
const runNote = z.object({ start: processRecord, port: z.number(), server: processRecord.optional() });
type RunNote = z.infer<typeof runNote>;

const PATIENCE_MS = 8_000;

/** Says, in the data folder, which processes use it. */
export type Claim = { noteServer(pid: number): void; release(): void };

/**
 * Takes the data folder for this run, and ends the server of a run that was killed before it could.
 * @throws Failure when another run uses the folder right now
 */
export async function claimDataFolder(dataFolder: string, port: number): Promise<Claim> {
  const file = join(dataFolder, 'running.json');
  const before = read(file);
  if (before !== undefined && before.start.pid !== process.pid && isSameProcess(before.start)) {
    throw new Failure(
      `Already running on port ${before.port} as process ${before.start.pid} with the data in ${dataFolder}: stop it first, or set DATA_DIR`,
    );
  }
  if (before?.server !== undefined) await endProcess(before.server, 'SIGTERM', PATIENCE_MS);
  const start = recordOf(process.pid) ?? { pid: process.pid, bornAt: 'unknown' };
  write(file, { start, port });
  return {
    noteServer(pid) {
      write(file, { start, port, server: recordOf(pid) });
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}

function read(file: string): RunNote | undefined {
  try {
    return runNote.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function write(file: string, note: RunNote): void {
  writeFileSync(file, JSON.stringify(note), { mode: 0o600 });
}
