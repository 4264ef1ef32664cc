import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Makes `folder` hold exactly `files`. A file is replaced in one step and only when its bytes differ: a server that
 * runs from this folder looks its handler up at every request and must never find it missing.
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path).equals(bytes)) continue;
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.${process.pid}.unfinished`;
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, path);
  }
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const isOurs = files.has(relative(folder, path)) || entry.name.endsWith('.unfinished');
    if (entry.isFile() && !isOurs) rmSync(path, { force: true });
  }
}
