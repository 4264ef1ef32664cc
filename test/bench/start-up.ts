import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type BundleStart = { name: string; kb: number; initMs: number };

const RUNS = 5;
const TIMED_IMPORT = `const t = performance.now(); await import(process.argv[1]); console.log('init ' + (performance.now() - t)); process.exit(0)`;

/** How long each bundle takes to load in a process of its own, on one core where the system can pin one: median of five. */
export async function bundleStarts(
  dist: string,
  env: NodeJS.ProcessEnv,
  isMeant = (_name: string): boolean => true,
): Promise<BundleStart[]> {
  const starts: BundleStart[] = [];
  for (const name of readdirSync(dist).filter(
    (entry) => isMeant(entry) && existsSync(join(dist, entry, 'index.mjs')),
  )) {
    const file = join(dist, name, 'index.mjs');
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) times.push(await timeImport(file, env));
    times.sort((a, b) => a - b);
    starts.push({ name, kb: statSync(file).size / 1000, initMs: times[Math.floor(RUNS / 2)] ?? Number.NaN });
  }
  return starts;
}

async function timeImport(file: string, env: NodeJS.ProcessEnv): Promise<number> {
  const command = [process.execPath, '--input-type=module', '-e', TIMED_IMPORT, file];
  const pinned = process.platform === 'linux' ? ['taskset', '-c', '0', ...command] : command;
  const [program = process.execPath, ...args] = pinned;
  const { stdout } = await promisify(execFile)(program, args, { env: { ...process.env, ...env } });
  return Number(/^init (.*)$/m.exec(stdout)?.[1]);
}

/** Resident memory of a process, in bytes. */
export function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) * 1024;
}
