import { type Pool, whileAvailable } from '../database/pool.pg.ts';

const MAX_AT_ONCE = 10_000;

/** Identities that held for a while only are of no use once that is over. Those that hold for good stay. */
export async function forgetIdentities(pool: Pool, before: Date): Promise<number> {
  const { rowCount } = await whileAvailable(() =>
    pool.query(
      `delete from alert_identities where (scope_id, key) in (
         select scope_id, key from alert_identities where expires_at < $1 and expires_at < 'infinity' limit $2)`,
      [before, MAX_AT_ONCE],
    ),
  );
  return rowCount ?? 0;
}
