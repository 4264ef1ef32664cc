import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A process as it was met: numbers are given out again, the moment of birth is not. */
export type ProcessRecord = { pid: number; bornAt: string };

const POLL_MS = 25;

export function recordOf(pid: number): ProcessRecord | undefined {
  const bornAt = birthOf(pid);
  return bornAt === undefined ? undefined : { pid, bornAt };
}

/** Whether the very process of `record` still runs. */
export function isSameProcess(record: ProcessRecord): boolean {
  return birthOf(record.pid) === record.bornAt;
}

/** How the process was called, or undefined when there is none, or none that this system tells about. */
export function commandOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return askPs('command=', pid);
  } catch {
    return undefined;
  }
}

/** Ends the process of `record` with `signal`, and by force when it has not gone after `patienceMs`. */
export async function endProcess(record: ProcessRecord, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  send(record, signal);
  if (await isGoneWithin(record, patienceMs)) return;
  send(record, 'SIGKILL');
  await isGoneWithin(record, patienceMs);
}

async function isGoneWithin(record: ProcessRecord, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (isSameProcess(record)) {
    if (Date.now() > deadline) return false;
    await wait(POLL_MS);
  }
  return true;
}

function send(record: ProcessRecord, signal: NodeJS.Signals): void {
  try {
    if (isSameProcess(record)) process.kill(record.pid, signal);
  } catch {
    // It went between the question and the signal, or belongs to somebody else: neither is ours to end.
  }
}

function birthOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') return birthFromProc(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return askPs('lstart=', pid) || undefined;
  } catch {
    return undefined;
  }
}

/** The command name, which may hold spaces and brackets, ends at the last bracket; then the state, and 18 fields on the start. */
function birthFromProc(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const isZombie = fields[0] === 'Z' || fields[0] === 'X';
  return isZombie ? undefined : fields[19];
}

function askPs(column: string, pid: number): string {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
}
