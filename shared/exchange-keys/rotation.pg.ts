import type { Pool } from '../database/pool.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import { pgDataKeyStore } from './data-key-store.pg.ts';
import { keyRing } from './key-ring.ts';
import type { MasterKeys } from './master-key.ts';
import type { RotateKeysDeps } from './rotate-keys.ts';
import { pgExchangeKeyStore } from './store.pg.ts';

/** What `rotateKeys` needs, on Postgres. */
export function rotationDeps(pool: Pool, masterKeys: MasterKeys, floor: { now: Clock; newId: NewId }): RotateKeysDeps {
  const dataKeys = pgDataKeyStore(pool, floor);
  const ring = keyRing({ ...floor, masterKeys, dataKeys });
  return { ...floor, dataKeys, masterKeys, ring, exchangeKeys: pgExchangeKeyStore(pool) };
}
