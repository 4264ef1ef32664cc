import type { AuditEntry } from '../audit/audit.ts';
import { insertAudit } from '../audit/store.pg.ts';
import type { Database } from '../database/pool.pg.ts';
import { print } from '../money/decimal.ts';
import type { Whose, WrittenOffQuantity } from './store.ts';

/** The lane's row is held: a worker that has it commits what it read before, and one that comes later reads anew. */
export async function writeOff(
  database: Database,
  account: Whose,
  { positionId, before, after, place, at }: WrittenOffQuantity,
  audit: AuditEntry,
): Promise<'written' | 'busy' | 'changed'> {
  const { rows } = await database.query<{ is_held: boolean | null }>(
    'select leased_until > now() as is_held from lanes where lane = $1 for update',
    [`${account.id}:${place.market}:${place.symbol}`],
  );
  if (rows[0]?.is_held === true) return 'busy';
  const { rowCount } = await database.query(
    `update positions set quantity = $5::numeric, entry_notional = entry_notional * $5::numeric / quantity, updated_at = $6,
       closed_at = case when $5::numeric = 0 then $6::timestamptz end
     where id = $1 and account_id = $2 and user_id = $3 and closed_at is null and quantity = $4::numeric`,
    [positionId, account.id, account.userId, print(before), print(after), at],
  );
  if (rowCount !== 1) return 'changed';
  await insertAudit(database, audit);
  return 'written';
}
