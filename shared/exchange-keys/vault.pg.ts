import type { Pool } from '../database/pool.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import { pgDataKeyStore } from './data-key-store.pg.ts';
import { keyRing } from './key-ring.ts';
import type { MasterKeys } from './master-key.ts';
import { missingVault, openVault, type Vault } from './vault.ts';

/** The vault over the data keys in Postgres; one that says what is missing where there is no master key. */
export function pgVault(pool: Pool, masterKeys: MasterKeys | undefined, floor: { now: Clock; newId: NewId }): Vault {
  if (masterKeys === undefined) return missingVault();
  return openVault(keyRing({ ...floor, masterKeys, dataKeys: pgDataKeyStore(pool, floor) }));
}
