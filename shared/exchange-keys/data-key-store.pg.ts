import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import type { WrappedDataKey, Wrapping } from './data-key.ts';
import type { DataKeyStore, OwnersNote } from './data-key-store.ts';

type DataKeyRow = {
  version: number;
  wrapped: Buffer;
  master_fingerprint: string;
  created_at: Date;
  retired_at: Date | null;
};

export function pgDataKeyStore(pool: Pool, { newId }: { newId: NewId }): DataKeyStore {
  return {
    async list() {
      const { rows } = await whileAvailable(() =>
        pool.query<DataKeyRow>(
          'select version, wrapped, master_fingerprint, created_at, retired_at from data_keys order by version',
        ),
      );
      return rows.map(toDataKey);
    },
    add: (next, note) =>
      inTransaction(pool, async (database) => {
        if (!(await insertDataKey(database, next))) return false;
        await database.query('update data_keys set retired_at = $2 where version < $1 and retired_at is null', [
          next.version,
          next.createdAt,
        ]);
        if (note !== undefined) await noteForOwners(database, newId, note);
        return true;
      }),
    rewrap: (changes, note) =>
      inTransaction(pool, async (database) => {
        // Two at once wait for each other here, and the second finds other wrappings than it has read.
        await database.query('select version from data_keys order by version for update');
        if (!(await allWrapped(database, changes))) return false;
        for (const { to } of changes) await updateWrapping(database, to);
        await noteForOwners(database, newId, note);
        return true;
      }),
  };
}

async function insertDataKey(database: Database, next: WrappedDataKey): Promise<boolean> {
  const { rowCount } = await database.query(
    `insert into data_keys (version, wrapped, master_fingerprint, created_at) values ($1, $2, $3, $4)
     on conflict (version) do nothing`,
    [next.version, next.wrapped, next.masterFingerprint, next.createdAt],
  );
  return rowCount === 1;
}

async function allWrapped(database: Database, changes: readonly { from: string; to: Wrapping }[]): Promise<boolean> {
  const { rows } = await database.query<{ version: number; master_fingerprint: string }>(
    'select version, master_fingerprint from data_keys',
  );
  const now = new Map(rows.map((row) => [row.version, row.master_fingerprint]));
  return changes.every(({ from, to }) => now.get(to.version) === from);
}

async function updateWrapping(database: Database, { version, wrapped, masterFingerprint }: Wrapping): Promise<void> {
  await database.query('update data_keys set wrapped = $2, master_fingerprint = $3 where version = $1', [
    version,
    wrapped,
    masterFingerprint,
  ]);
}

async function noteForOwners(database: Database, newId: NewId, note: OwnersNote): Promise<void> {
  const { rows } = await database.query<{ id: string }>("select id from users where role = 'owner' order by id");
  for (const { id: userId } of rows) await insertAudit(database, { ...note, id: newId('aud'), userId });
}

function toDataKey(row: DataKeyRow): WrappedDataKey {
  return {
    version: row.version,
    wrapped: row.wrapped,
    masterFingerprint: row.master_fingerprint,
    createdAt: row.created_at,
    ...(row.retired_at === null ? {} : { retiredAt: row.retired_at }),
  };
}
