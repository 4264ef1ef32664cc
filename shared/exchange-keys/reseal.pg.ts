import type { Database } from '../database/pool.pg.ts';
import { AppError } from '../errors/app-error.ts';
import type { ExchangeKey } from './exchange-key.ts';
import type { KeptSecret, Resealed, ResealRequest } from './store.ts';
import type { SealedCredentials } from './vault.ts';

/** Serves all users: the one change to a key that its owner does not ask for. What the key spells stays the same. */

type SecretRow = {
  id: string;
  user_id: string;
  account_id: string;
  exchange: ExchangeKey['exchange'];
  mode: ExchangeKey['mode'];
  sealed: Buffer;
  key_version: number;
};

/** Called inside a transaction: its rows stay locked until all of them are written. */
export async function resealBatch(
  database: Database,
  { version, afterId, limit }: ResealRequest,
  seal: (kept: KeptSecret) => Promise<SealedCredentials>,
): Promise<Resealed> {
  const { rows } = await database.query<SecretRow>(
    `select id, user_id, account_id, exchange, mode, sealed, key_version from exchange_keys
     where key_version < $1 and id > $2 order by id limit $3 for update skip locked`,
    [version, afterId, limit],
  );
  const failed: string[] = [];
  for (const row of rows) {
    const next = await sealed(row, seal);
    if (next === undefined) failed.push(row.id);
    else await updateSealed(database, row, next);
  }
  const lastId = rows.at(-1)?.id;
  return { resealed: rows.length - failed.length, failed, ...(lastId === undefined ? {} : { lastId }) };
}

export async function countOlder(database: Database, version: number): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    'select count(*)::integer as count from exchange_keys where key_version < $1',
    [version],
  );
  return rows[0]?.count ?? 0;
}

/** One row that was tampered with keeps no other from its new key. */
async function sealed(
  row: SecretRow,
  seal: (kept: KeptSecret) => Promise<SealedCredentials>,
): Promise<SealedCredentials | undefined> {
  const place = { userId: row.user_id, accountId: row.account_id, exchange: row.exchange, mode: row.mode };
  try {
    return await seal({ id: row.id, place, sealed: row.sealed, keyVersion: row.key_version });
  } catch (error) {
    if (error instanceof AppError && error.code === 'secret_unreadable') return undefined;
    throw error;
  }
}

async function updateSealed(database: Database, row: SecretRow, next: SealedCredentials): Promise<void> {
  await database.query(
    `update exchange_keys set sealed = $4, key_version = $5 where user_id = $1 and id = $2 and key_version = $3`,
    [row.user_id, row.id, row.key_version, next.sealed, next.keyVersion],
  );
}
