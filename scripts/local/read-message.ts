import { existsSync, readFileSync } from 'node:fs';
import { Failure, reasonOf } from './failure.ts';

/** The message in a file, or on standard input for `-`. `@now` stands for the current instant: an old one would be refused. */
export function readMessage(file: string | undefined, usage: string): string {
  if (file === undefined) throw new Failure(usage);
  if (file !== '-' && !existsSync(file)) throw new Failure(`There is no file ${file}. ${usage}`);
  try {
    return readFileSync(file === '-' ? process.stdin.fd : file, 'utf8').replaceAll('@now', new Date().toISOString());
  } catch (cause) {
    throw new Failure(`Cannot read ${file === '-' ? 'standard input' : file}: ${reasonOf(cause)}`, { cause });
  }
}
