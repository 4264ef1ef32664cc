import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const LAB = join(import.meta.dirname, '../../../../shared/docker-lab/start');
const LAB_TIMEOUT_MS = 600_000;

/** Finds a Docker engine, or starts that of a docker lab beside the project. @returns why there is none, if so */
export function whyNoEngine(project: string): string | undefined {
  if (answers()) return undefined;
  if (!existsSync(LAB)) return 'no Docker engine answers';
  try {
    execFileSync(LAB, [project], { stdio: 'ignore', timeout: LAB_TIMEOUT_MS });
  } catch (error) {
    // Status 3: it did what it could and names images that have no stand-in, such as LocalStack's, which nothing here needs.
    if (!(error instanceof Error && 'status' in error && error.status === 3))
      return `the docker lab did not start: ${error}`;
  }
  return answers() ? undefined : 'the docker lab was started and does not answer';
}

function answers(): boolean {
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}
