import { join } from 'node:path';
import { readConfig } from '../../shared/config/read-config.ts';
import { databaseVariables } from '../../shared/database/config.ts';
import type { MigrateOptions } from '../../shared/database/migrate.pg.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';

/** The build puts the `.sql` files beside the bundle. */
const FOLDER = join(import.meta.dirname, 'migrations');

export function wire(): { migrations: MigrateOptions } {
  const log = createLogger('migrate');
  guardProcess(log);
  const config = readConfig(databaseVariables, process.env);
  return { migrations: { databaseUrl: config.DATABASE_URL, folder: FOLDER, log: (line) => log.warn(line) } };
}
