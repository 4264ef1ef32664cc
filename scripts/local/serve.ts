import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildFirst } from './build-first.ts';
import type { Closers } from './closers.ts';
import { encryptionKey } from './encryption-key.ts';
import { Failure, reasonOf } from './failure.ts';
import { type Prepared, prepareDatabase } from './first-run.ts';
import { invokeBundle } from './invoke-bundle.ts';
import { keepPostgres } from './kept-postgres.ts';
import { type RunningOffline, startOffline } from './offline.ts';
import { isPortFree } from './ports.ts';
import { type Claim, claimDataFolder } from './run-note.ts';
import type { StartSettings } from './settings.ts';
import { ringDoorbell, untilReady } from './until-ready.ts';
import { welcome } from './welcome.ts';

const READY_TIMEOUT_MS = 15_000;
/** A terminal is for what a person has to know. LOG_LEVEL shows more. */
const LOG_LEVEL = 'WARN';

type Database = { url: string; broken: Promise<Failure> };

/** Builds, starts and shows the service. What it opens it puts into `opened`. @returns why it cannot go on */
export async function serve(root: string, settings: StartSettings, opened: Closers): Promise<Failure> {
  const { port, baseUrl, dataFolder } = settings;
  makeDataFolder(dataFolder);
  const claim = await claimDataFolder(dataFolder, port);
  opened.add(claim.release);
  if (!(await isPortFree(port))) throw new Failure(`Port ${port} is in use: stop what listens there, or set PORT`);
  await buildFirst(root);
  const database = await openDatabase(settings, opened);
  const prepared = await prepare(root, settings, database);
  const server = await openServer({ root, settings, claim, databaseUrl: database.url }, opened);
  await untilReady(port, READY_TIMEOUT_MS);
  await ringDoorbell(server.doorbellUrl);
  console.log(`\n${welcome(prepared, baseUrl, shown(join(dataFolder, 'first-run.json')))}`);
  return Promise.race([database.broken, endOf(server)]);
}

function makeDataFolder(dataFolder: string): void {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
    accessSync(dataFolder, constants.W_OK);
  } catch (cause) {
    throw new Failure(`Cannot write to ${dataFolder}: ${reasonOf(cause)}`, { cause });
  }
}

async function openDatabase({ databaseUrl, dataFolder }: StartSettings, opened: Closers): Promise<Database> {
  if (databaseUrl !== undefined) return { url: databaseUrl, broken: new Promise(() => {}) };
  const options = { folder: join(dataFolder, 'postgres'), durable: true };
  const postgres = await keepPostgres(options, () => console.error('Postgres went down; starting it again'));
  opened.add(postgres.stop);
  return postgres;
}

async function prepare(root: string, settings: StartSettings, database: Database): Promise<Prepared> {
  try {
    const file = join(root, 'dist/migrate/index.mjs');
    const key = encryptionKey(settings.dataFolder, process.env);
    const env = { ...process.env, ...key, DATABASE_URL: database.url, DATABASE_URL_FILE: '' };
    return await prepareDatabase({ ...settings, invokeMigrate: (event) => invokeBundle({ file, event, env }) });
  } catch (cause) {
    throw new Failure(`Cannot use the database at ${withoutPassword(database.url)}: ${reasonOf(cause)}`, { cause });
  }
}

type ServerOptions = { root: string; settings: StartSettings; claim: Claim; databaseUrl: string };

async function openServer(
  { root, settings, claim, databaseUrl }: ServerOptions,
  opened: Closers,
): Promise<RunningOffline> {
  const server = await startOffline({
    root,
    port: settings.port,
    host: settings.host,
    env: {
      ...encryptionKey(settings.dataFolder, process.env),
      ...{ DATABASE_URL: databaseUrl, DATABASE_URL_FILE: '', LOG_LEVEL: process.env.LOG_LEVEL || LOG_LEVEL },
    },
    onLine: (line) => console.log(line),
  });
  opened.add(server.stop);
  claim.noteServer(server.pid);
  return server;
}

async function endOf(server: RunningOffline): Promise<Failure> {
  const { code, signal } = await server.exited;
  return new Failure(`The server stopped unexpectedly (${signal ?? `exit code ${code}`})`);
}

/** As short as it can be typed from here. */
function shown(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith('..') ? path : fromHere;
}

function withoutPassword(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    if (url.password !== '') url.password = '***';
    return url.href;
  } catch {
    return 'DATABASE_URL';
  }
}
