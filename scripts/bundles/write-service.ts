import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { SERVICE_FILE } from '../host/service.ts';
import { Failure, reasonOf } from '../local/failure.ts';

const STAGE = 'local';
/** What serverless-offline reads. The rest is for a deploy, and may hold values of the environment that it was printed in. */
const needed = z.object({
  service: z.string(),
  provider: z.object({
    name: z.string(),
    runtime: z.string(),
    stage: z.string(),
    region: z.string(),
    timeout: z.number(),
  }),
  functions: z.looseObject({}),
  custom: z.looseObject({}),
});
const written = z.looseObject({ madeFrom: z.string() });

/** Writes down what serverless.yml says for the stage `local`, with its variables resolved, unless that is there already. */
export async function writeService(root: string, dist: string): Promise<void> {
  const madeFrom = digestOf(root);
  if (madeFromOf(dist) === madeFrom) return;
  const printed = await print(root);
  writeFileSync(join(dist, SERVICE_FILE), `${JSON.stringify({ madeFrom, ...printed })}\n`);
}

/** The framework's version counts, because it is what reads the file. */
function digestOf(root: string): string {
  const hash = createHash('sha256');
  for (const file of ['serverless.yml', 'node_modules/osls/package.json']) hash.update(readFileSync(join(root, file)));
  return hash.digest('base64url');
}

function madeFromOf(dist: string): string | undefined {
  try {
    return written.parse(JSON.parse(readFileSync(join(dist, SERVICE_FILE), 'utf8'))).madeFrom;
  } catch {
    return undefined;
  }
}

async function print(root: string): Promise<object> {
  const command = [join(root, 'node_modules/osls/bin/serverless.js'), 'print', '--stage', STAGE, '--format', 'json'];
  try {
    const env = { ...process.env, SLS_LOG_LEVEL: 'error' };
    const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: root, env });
    return needed.parse(JSON.parse(stdout));
  } catch (cause) {
    throw new Failure(`Cannot read serverless.yml: ${reasonOf(cause)}`, { cause });
  }
}
