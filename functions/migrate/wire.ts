import { join } from 'node:path';
import { readConfig } from '../../shared/config/read-config.ts';
import { databaseUrlOf, databaseVariables } from '../../shared/database/config.ts';
import { migrate } from '../../shared/database/migrate.pg.ts';
import { createPool } from '../../shared/database/pool.pg.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { ownerDeps } from '../../shared/users/make-owner.pg.ts';
import type { MakeOwnerDeps } from '../../shared/users/make-owner.ts';

/** The build puts the `.sql` files beside the bundle. */
const FOLDER = join(import.meta.dirname, 'migrations');

export function wire(): { migrate: () => Promise<string[]>; owner: MakeOwnerDeps } {
  const log = createLogger('migrate');
  guardProcess(log);
  const databaseUrl = databaseUrlOf(readConfig(databaseVariables, process.env));
  return {
    migrate: () => migrate({ databaseUrl, folder: FOLDER, log: (line) => log.warn(line) }),
    owner: ownerDeps(createPool({ url: databaseUrl, size: 1, name: 'migrate', log })),
  };
}
