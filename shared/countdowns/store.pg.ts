import { type AccountRow, toAccount } from '../accounts/store.pg.ts';
import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import type { Market } from '../markets/market.ts';
import { OPEN_STATUSES, RESTING_STATUSES } from '../orders/order.ts';
import type { CountdownStore } from './store.ts';

const listed = (statuses: readonly string[]): string => statuses.map((status) => `'${status}'`).join(', ');

/**
 * A countdown takes all that waits in a symbol, and Binance does not say that stops are spared. So none is wanted where a position
 * is open or something that protects one is under way.
 */
const LIST = `
with wanted as (
  select o.account_id, o.market, o.symbol
  from accounts a join orders o on o.account_id = a.id and o.user_id = a.user_id
  where a.settings ? 'cancelOrdersAfterSeconds' and o.market = 'usdm' and o.status in (${listed(OPEN_STATUSES)})
  group by o.account_id, o.market, o.symbol
  having bool_or(o.status in (${listed(RESTING_STATUSES)})) and bool_and(o.purpose <> 'protect') and not exists (
    select 1 from positions p
    where p.account_id = o.account_id and p.market = o.market and p.symbol = o.symbol and p.closed_at is null)
),
places as (
  select account_id, market, symbol from wanted union select account_id, market, symbol from countdowns
)
select a.id, a.user_id, a.exchange, a.mode, a.name, a.settings, a.created_at, x.market, x.symbol,
  w.symbol is not null as is_wanted, c.renewed_at, c.expires_at
from places x
join accounts a on a.id = x.account_id
left join wanted w on w.account_id = x.account_id and w.market = x.market and w.symbol = x.symbol
left join countdowns c on c.account_id = x.account_id and c.market = x.market and c.symbol = x.symbol
order by a.id, x.symbol`;

type CountdownRow = AccountRow & {
  market: Market;
  symbol: string;
  is_wanted: boolean;
  renewed_at: Date | null;
  expires_at: Date | null;
};

export function pgCountdownStore(pool: Pool): CountdownStore {
  return {
    list: () =>
      whileAvailable(async () => {
        const { rows } = await pool.query<CountdownRow>(LIST);
        return rows.map(({ market, symbol, is_wanted, renewed_at, expires_at, ...account }) => ({
          ...{ account: toAccount(account), market, symbol, isWanted: is_wanted },
          ...(renewed_at && expires_at ? { running: { renewedAt: renewed_at, expiresAt: expires_at } } : {}),
        }));
      }),
    async keep({ account, market, symbol }, { renewedAt, expiresAt }) {
      await whileAvailable(() =>
        pool.query(
          `insert into countdowns (account_id, market, symbol, user_id, renewed_at, expires_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (account_id, market, symbol) do update set renewed_at = excluded.renewed_at, expires_at = excluded.expires_at`,
          [account.id, market, symbol, account.userId, renewedAt, expiresAt],
        ),
      );
    },
    async drop({ account, market, symbol }) {
      await whileAvailable(() =>
        pool.query('delete from countdowns where user_id = $1 and account_id = $2 and market = $3 and symbol = $4', [
          ...[account.userId, account.id, market, symbol],
        ]),
      );
    },
  };
}
