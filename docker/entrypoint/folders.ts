import { accessSync, constants, lchownSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failure, reasonOf } from '../../scripts/local/failure.ts';

/** The places of the container that can be written to, each a folder of the host: see docker-compose.yml. */
export const FOLDERS = ['logs', 'models', 'cache', 'data'];

/** Whom the image runs as. */
const NODE = { uid: 1000, gid: 1000 };

export function foldersIn(root: string): string[] {
  return FOLDERS.map((name) => join(root, name));
}

/**
 * Docker makes a folder that is not there as root. So the one container that starts as root, to migrate, hands the folders over,
 * and is then nobody in particular itself.
 */
export function handOver(folders: readonly string[]): void {
  if (process.getuid?.() !== 0) return;
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true });
    for (const path of ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
      lchownSync(join(folder, path), NODE.uid, NODE.gid);
    }
  }
  process.setgroups?.([]);
  process.setgid?.(NODE.gid);
  process.setuid?.(NODE.uid);
}

/** @throws Failure that names a folder that cannot be written to, and what to do */
export function checkFolders(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
    } catch (cause) {
      const owner = `the folder behind it has to belong to the user ${NODE.uid} (sudo chown -R ${NODE.uid} ${basename(folder)})`;
      throw new Failure(`Cannot write to ${folder}: ${reasonOf(cause)}; on the host, ${owner}`, { cause });
    }
  }
}
