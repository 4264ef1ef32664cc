import type { Account } from '../accounts/account.ts';
import type { Database } from '../database/pool.pg.ts';
import type { ExchangeKey } from './exchange-key.ts';
import type { KeySecret, Replacement, TestedKey } from './store.ts';

/** The statements of a transaction that also keeps the audit entry. Each says whose key it is. */
type Whose = { userId: string; id: string };

export async function insertAccount(database: Database, account: Account): Promise<void> {
  await database.query(
    'insert into accounts (id, user_id, exchange, mode, name, settings, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [
      account.id,
      account.userId,
      account.exchange,
      account.mode,
      account.name,
      JSON.stringify(account.settings),
      account.createdAt,
    ],
  );
}

export async function insertKey(database: Database, key: ExchangeKey, secret: KeySecret): Promise<void> {
  await database.query(
    `insert into exchange_keys (id, user_id, account_id, exchange, mode, label, kind, api_key_hint, api_key_digest, sealed,
       key_version, status, permissions, created_at, last_tested_at, last_test_result)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
    [
      key.id,
      key.userId,
      key.accountId,
      key.exchange,
      key.mode,
      key.label,
      key.kind,
      key.apiKeyHint,
      secret.apiKeyDigest,
      secret.sealed,
      secret.keyVersion,
      key.status,
      JSON.stringify(key.permissions),
      key.createdAt,
      key.lastTestedAt,
      JSON.stringify(key.lastTest),
    ],
  );
}

/** What is put in was tested and found good. @returns false when there is no such key */
export async function replaceKey(
  database: Database,
  { userId, id }: Whose,
  { secret, fields }: Replacement,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update exchange_keys set kind = $3, api_key_hint = $4, api_key_digest = $5, sealed = $6, key_version = $7,
       permissions = $8, last_tested_at = $9, replaced_at = $9, label = coalesce($10, label), status = 'active',
       last_test_result = '{"outcome":"passed"}'
     where user_id = $1 and id = $2`,
    [
      userId,
      id,
      fields.kind,
      fields.apiKeyHint,
      secret.apiKeyDigest,
      secret.sealed,
      secret.keyVersion,
      JSON.stringify(fields.permissions),
      fields.lastTestedAt,
      fields.label ?? null,
    ],
  );
  return rowCount === 1;
}

/** @returns false when there is no such key, or another secret by now */
export async function updateTested(
  database: Database,
  { userId, id }: Whose,
  { apiKeyDigest, at, result, permissions, status }: TestedKey & { apiKeyDigest: string },
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update exchange_keys set last_tested_at = $4, last_test_result = $5, permissions = coalesce($6, permissions),
       status = coalesce($7, status)
     where user_id = $1 and id = $2 and api_key_digest = $3`,
    [
      userId,
      id,
      apiKeyDigest,
      at,
      JSON.stringify(result),
      permissions === undefined ? null : JSON.stringify(permissions),
      status ?? null,
    ],
  );
  return rowCount === 1;
}
