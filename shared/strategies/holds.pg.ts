import type { Database } from '../database/pool.pg.ts';
import type { Strategy } from './strategy.ts';

/**
 * What keeps a strategy on its account: positions that it traded, orders that may still fill, alerts that wait. Called with
 * the strategy's row locked.
 */
export async function holdsOf(
  database: Database,
  { id, userId, accountId }: Pick<Strategy, 'id' | 'userId' | 'accountId'>,
): Promise<string[]> {
  const { rows } = await database.query<{ hold: string }>(
    `select distinct 'a position in ' || p.symbol as hold from positions p
     where p.user_id = $1 and p.account_id = $2 and p.closed_at is null and exists (
       select 1 from orders o
       where o.strategy_id = $3 and o.account_id = p.account_id and o.market = p.market and o.symbol = p.symbol)
     union
     select 'an order in ' || symbol from orders
     where user_id = $1 and account_id = $2 and strategy_id = $3
       and status in ('planned', 'submitting', 'unknown', 'open', 'partially_filled')
     union
     select 'an alert that waits' from work w join alerts a on a.id = w.alert_id
     where w.user_id = $1 and a.strategy_id = $3
     order by 1`,
    [userId, accountId, id],
  );
  return rows.map(({ hold }) => hold);
}
