import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, endProcess, recordOf } from './processes.ts';

const PATIENCE_MS = 8_000;

/**
 * Ends the server that a killed run left behind on `folder`: there must never be two on the same data. A note about a
 * process that is something else by now is removed, because Postgres would take it for a server and refuse to start.
 */
export async function endLeftoverPostgres(folder: string): Promise<void> {
  const pid = notedPid(join(folder, 'postmaster.pid'));
  if (pid === undefined) return;
  const record = recordOf(pid);
  const command = commandOf(pid);
  if (record === undefined || command === undefined) return;
  if (command.includes(folder)) await endProcess(record, 'SIGINT', PATIENCE_MS);
  else rmSync(join(folder, 'postmaster.pid'), { force: true });
}

function notedPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
