import { join } from 'node:path';
import { readConfig } from '../../shared/config/read-config.ts';
import { databaseUrlOf, databaseVariables } from '../../shared/database/config.ts';
import { migrate } from '../../shared/database/migrate.pg.ts';
import { createPool } from '../../shared/database/pool.pg.ts';
import { checkDataKeys } from '../../shared/exchange-keys/check-data-keys.ts';
import { encryptionVariables, masterKeysOf } from '../../shared/exchange-keys/config.ts';
import { pgDataKeyStore } from '../../shared/exchange-keys/data-key-store.pg.ts';
import type { RotateKeysDeps } from '../../shared/exchange-keys/rotate-keys.ts';
import { rotationDeps } from '../../shared/exchange-keys/rotation.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { ownerDeps } from '../../shared/users/make-owner.pg.ts';
import type { MakeOwnerDeps } from '../../shared/users/make-owner.ts';

/** The build puts the `.sql` files beside the bundle. */
const FOLDER = join(import.meta.dirname, 'migrations');

/** A batch of seals is made while its rows are locked, and asks for data keys on a connection of its own. */
const POOL_SIZE = 2;

type Wired = {
  migrate: () => Promise<string[]>;
  warnOfKeys: () => Promise<void>;
  owner: MakeOwnerDeps;
  rotation: RotateKeysDeps | undefined;
};

export function wire(): Wired {
  const log = createLogger('migrate');
  guardProcess(log);
  const config = readConfig({ ...databaseVariables, ...encryptionVariables }, process.env);
  const databaseUrl = databaseUrlOf(config);
  const masterKeys = masterKeysOf(config);
  const pool = createPool({ url: databaseUrl, size: POOL_SIZE, name: 'migrate', log });
  const floor = { now: systemClock, newId: idMaker(systemClock) };
  return {
    migrate: () => migrate({ databaseUrl, folder: FOLDER, log: (line) => log.warn(line) }),
    async warnOfKeys() {
      for (const problem of await checkDataKeys({ dataKeys: pgDataKeyStore(pool, floor), masterKeys }))
        log.warn(problem);
    },
    owner: ownerDeps(pool),
    rotation: masterKeys && rotationDeps(pool, masterKeys, floor),
  };
}
