import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepareDatabase } from '../../scripts/local/first-run.ts';
import { databaseUrlOf } from '../../shared/database/config.ts';
import { checkFolders, foldersIn, handOver } from './folders.ts';
import { reachPostgres } from './postgres.pg.ts';
import { readSettings } from './settings.ts';
import { said, step } from './step.ts';
import { waitFor } from './wait-for.ts';

const DEFAULT_URL = 'http://localhost:8001';

/** Runs once, before any replica: hands the folders over, migrates, and makes the owner of a fresh installation. */
export async function migrate(): Promise<void> {
  const root = process.cwd();
  const settings = readSettings(process.env);
  said('configuration', { environment: process.env.NODE_ENV ?? 'development' });
  handOver(foldersIn(root));
  checkFolders(foldersIn(root));
  said('folders');
  const databaseUrl = databaseUrlOf(settings);
  const limitMs = settings.WAIT_FOR_POSTGRES_SECONDS;
  await step('postgres', () => waitFor('Postgres did not answer', limitMs, () => reachPostgres(databaseUrl)));
  const baseUrl = settings.PUBLIC_URL ?? DEFAULT_URL;
  const invokeMigrate = async (event: unknown) => (await loadBundle(root)).handler(event);
  const prepare = () => prepareDatabase({ dataFolder: join(root, 'data'), baseUrl, invokeMigrate });
  await step('migrations', prepare, ({ applied, isFirst }) => ({ applied, madeOwner: isFirst }));
}

function loadBundle(root: string): Promise<{ handler: (event: unknown) => Promise<unknown> }> {
  return import(pathToFileURL(join(root, 'dist/migrate/index.mjs')).href);
}
