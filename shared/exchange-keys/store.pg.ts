import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { isUniqueViolation } from '../database/unique-violation.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import { claimWallet, noteWallet, WalletClashError } from './claim-wallet.pg.ts';
import type { ExchangeKey } from './exchange-key.ts';
import { insertAccount, insertKey, replaceKey, updateTested } from './key-changes.pg.ts';
import { KEY_COLUMNS, type KeyRow, toExchangeKey } from './key-row.ts';
import { countOlder, resealBatch } from './reseal.pg.ts';
import type { AddedKey, ExchangeKeyStore, KeySecret } from './store.ts';
import { isClash } from './wallet.ts';

export function pgExchangeKeyStore(pool: Pool): ExchangeKeyStore {
  return {
    async list(userId, { limit, cursor = BEFORE_FIRST }) {
      const values = [userId, cursor, limit + 1];
      return cutPage(await select(pool, 'where user_id = $1 and id < $2 order by id desc limit $3', values), limit);
    },
    find: (userId, id) => findKey(pool, userId, id),
    async findOfAccount(userId, accountId) {
      const [key] = await select(pool, 'where user_id = $1 and account_id = $2', [userId, accountId]);
      return key;
    },
    findSecret: (userId, id) => whileAvailable(() => findSecret(pool, userId, id)),
    async add({ key, secret, newAccount, uid }, audit) {
      return orTaken(() =>
        inTransaction(pool, async (database) => {
          if (newAccount !== undefined) await insertAccount(database, newAccount);
          await insertKey(database, key, secret);
          await claimWallet(database, key, uid);
          await insertAudit(database, audit);
        }),
      );
    },
    async replace(userId, id, replacement, audit) {
      let replaced: ExchangeKey | undefined;
      const outcome = await orTaken(() =>
        inTransaction(pool, async (database) => {
          if (!(await replaceKey(database, { userId, id }, replacement))) return;
          await insertAudit(database, audit);
          replaced = await findKey(database, userId, id);
          if (replaced !== undefined) await claimWallet(database, replaced, replacement.uid);
        }),
      );
      if (outcome === 'key_known' || isClash(outcome)) return outcome;
      return replaced ?? 'not_found';
    },
    noteTest: (userId, id, tested, audit) =>
      inTransaction(pool, async (database) => {
        const isNoted = await updateTested(database, { userId, id }, tested);
        if (isNoted) await insertAudit(database, audit);
        const key = await findKey(database, userId, id);
        if (isNoted && key !== undefined) await noteWallet(database, key, tested.uid);
        return key;
      }),
    remove: (userId, id, audit) =>
      inTransaction(pool, async (database) => {
        const key = await findKey(database, userId, id);
        if (key === undefined) return { outcome: 'not_found' };
        const strategies = await enabledOn(database, key);
        if (strategies.length > 0) return { outcome: 'in_use', strategies };
        const { rowCount } = await database.query('delete from exchange_keys where user_id = $1 and id = $2', [
          userId,
          id,
        ]);
        if (rowCount !== 1) return { outcome: 'not_found' };
        await insertAudit(database, audit);
        return { outcome: 'removed' };
      }),
    reseal: (request, seal) => inTransaction(pool, (database) => resealBatch(database, request, seal)),
    countOlder: (version) => whileAvailable(() => countOlder(pool, version)),
  };
}

/** The unique indexes say who was first. */
async function orTaken(work: () => Promise<void>): Promise<AddedKey> {
  try {
    await work();
    return 'added';
  } catch (error) {
    if (isUniqueViolation(error, 'exchange_keys_account')) return 'account_has_key';
    if (isUniqueViolation(error, 'exchange_keys_api_key')) return 'key_known';
    if (isUniqueViolation(error, 'accounts_exchange_uid')) return 'key_known';
    if (isUniqueViolation(error, 'accounts_user_id_name_key')) return 'account_name_taken';
    if (error instanceof WalletClashError) return error.found;
    throw error;
  }
}

async function findKey(database: Database, userId: string, id: string): Promise<ExchangeKey | undefined> {
  const [key] = await select(database, 'where user_id = $1 and id = $2', [userId, id]);
  return key;
}

async function findSecret(database: Database, userId: string, id: string): Promise<KeySecret | undefined> {
  const { rows } = await database.query<{ sealed: Buffer; key_version: number; api_key_digest: string }>(
    'select sealed, key_version, api_key_digest from exchange_keys where user_id = $1 and id = $2',
    [userId, id],
  );
  const [row] = rows;
  return row && { sealed: row.sealed, keyVersion: row.key_version, apiKeyDigest: row.api_key_digest };
}

/** A strategy that is just being put on the account waits for this, and then refers to an account without a key. */
async function enabledOn(database: Database, { userId, accountId }: ExchangeKey): Promise<string[]> {
  await database.query('select id from accounts where user_id = $1 and id = $2 for update', [userId, accountId]);
  const { rows } = await database.query<{ name: string }>(
    `select name from strategies where user_id = $1 and account_id = $2 and status = 'enabled' order by name`,
    [userId, accountId],
  );
  return rows.map(({ name }) => name);
}

async function select(database: Database, rest: string, values: unknown[]): Promise<ExchangeKey[]> {
  const { rows } = await whileAvailable(() =>
    database.query<KeyRow>(`select ${KEY_COLUMNS} from exchange_keys ${rest}`, values),
  );
  return rows.map(toExchangeKey);
}
