import type { Database } from '../database/pool.pg.ts';
import type { WalletClash } from './wallet.ts';

type Whose = { userId: string; accountId: string };

/** Thrown to undo the transaction that it is found in. */
export class WalletClashError extends Error {
  readonly found: WalletClash;

  constructor(found: WalletClash) {
    super(`The key is of another exchange account: ${found.clash}`);
    this.found = found;
  }
}

/**
 * Binds an account to the exchange account that its key opens, for good; without a uid nothing is bound.
 * @throws WalletClashError
 */
export async function claimWallet(database: Database, whose: Whose, uid: string | undefined): Promise<void> {
  if (uid === undefined) return;
  const { userId, accountId } = whose;
  const { rows } = await database.query<{ exchange_uid: string | null; name: string | null }>(
    `select a.exchange_uid, (select name from accounts o where o.user_id = a.user_id and o.exchange = a.exchange
       and o.mode = a.mode and o.exchange_uid = $3 and o.id <> a.id) as name
     from accounts a where a.user_id = $1 and a.id = $2 for update`,
    [userId, accountId, uid],
  );
  const [row] = rows;
  if (row === undefined || row.exchange_uid === uid) return;
  if (row.exchange_uid !== null) throw new WalletClashError({ clash: 'differs', uid: row.exchange_uid });
  if (row.name !== null) throw new WalletClashError({ clash: 'known', accountName: row.name });
  await database.query('update accounts set exchange_uid = $3 where user_id = $1 and id = $2', [
    userId,
    accountId,
    uid,
  ]);
}

/** Where a key was kept before uids were: an account that has one, or whose one is bound elsewhere, stays as it is. */
export async function noteWallet(database: Database, whose: Whose, uid: string | undefined): Promise<void> {
  if (uid === undefined) return;
  await database.query(
    `update accounts a set exchange_uid = $3 where a.user_id = $1 and a.id = $2 and a.exchange_uid is null
       and not exists (select from accounts o where o.user_id = a.user_id and o.exchange = a.exchange
         and o.mode = a.mode and o.exchange_uid = $3)`,
    [whose.userId, whose.accountId, uid],
  );
}
