import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, reasonOf } from './failure.ts';

const NAME = 'encryption.key';
const KEY_BYTES = 32;

/**
 * The master key as the environment of the bundles. Where none is set, one is made beside the data that it protects and kept
 * for the next start: without it the API keys of exchanges that were kept could not be opened again.
 */
export function encryptionKey(dataFolder: string, env: NodeJS.ProcessEnv): Record<string, string> {
  if (env.ENCRYPTION_KEY || env.ENCRYPTION_KEY_FILE) return {};
  const file = join(dataFolder, NAME);
  try {
    return { ENCRYPTION_KEY: read(file) ?? make(file) };
  } catch (cause) {
    throw new Failure(`Cannot read or make ${file}: ${reasonOf(cause)}`, { cause });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** `wx`: never over a key that is there. */
function make(file: string): string {
  const key = randomBytes(KEY_BYTES).toString('hex');
  writeFileSync(file, `${key}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}
