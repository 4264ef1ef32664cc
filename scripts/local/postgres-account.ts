import { execFileSync } from 'node:child_process';
import { lstatSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Failure } from './failure.ts';

/** Who Postgres runs as. Undefined: the same user as this process. */
export type Account = { uid: number; gid: number } | undefined;

const NAME = 'postgres';

/** Postgres refuses to run as root; then it gets an account of its own, made when there is none. */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return undefined;
  try {
    return lookUp();
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME], {
      stdio: 'ignore',
    });
  }
  try {
    return lookUp();
  } catch (cause) {
    throw new Failure(`Cannot make the user "${NAME}", and Postgres refuses to run as root: start as another user`, {
      cause,
    });
  }
}

function lookUp(): Account {
  return { uid: askId('-u'), gid: askId('-g') };
}

function askId(flag: string): number {
  return Number(execFileSync('id', [flag, NAME], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

/** The first folder on the way to `path` that `account` may not enter, or undefined when the way is free. */
export function closedFolder(path: string, account: Account): string | undefined {
  if (account === undefined) return undefined;
  const folders: string[] = [];
  for (let at = resolve(path); at !== dirname(at); at = dirname(at)) folders.unshift(dirname(at));
  return folders.find((folder) => !mayEnter(folder, account));
}

function mayEnter(folder: string, account: { uid: number; gid: number }): boolean {
  const { mode, uid, gid } = lstatSync(folder);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  if (gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}
