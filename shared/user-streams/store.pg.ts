import { type AccountRow, toAccount } from '../accounts/store.pg.ts';
import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import type { Market } from '../markets/market.ts';
import { print } from '../money/decimal.ts';
import { OPEN_STATUSES } from '../orders/order.ts';
import { queueSync } from '../orders/queue-sync.pg.ts';
import { queueSyncs } from '../orders/queue-syncs.pg.ts';
import type { UserStreamStore } from './store.ts';

const openStatuses = OPEN_STATUSES.map((status) => `'${status}'`).join(', ');

/** A key that is refused is heard for what it still holds; one that may not trade in a market, not there. */
const WATCHED = `
select a.id, a.user_id, a.exchange, a.mode, a.name, a.settings, a.created_at, m.market,
  k.id || ':' || coalesce(extract(epoch from k.replaced_at)::text, 'first') as key_id
from exchange_keys k
join accounts a on a.id = k.account_id and a.user_id = k.user_id and a.exchange = k.exchange and a.mode = k.mode
cross join (values ('spot', 'spot'), ('usdm', 'futures')) as m(market, permission)
where coalesce((k.permissions ->> m.permission)::boolean, true) and (
  (k.status = 'active' and exists (
    select 1 from strategies s where s.account_id = a.id and s.status = 'enabled' and s.default_market = m.market))
  or exists (
    select 1 from orders o where o.account_id = a.id and o.market = m.market and o.status in (${openStatuses}))
  or exists (
    select 1 from positions p where p.account_id = a.id and p.market = m.market and p.closed_at is null))
order by a.id, m.market`;

export function pgUserStreamStore(pool: Pool): UserStreamStore {
  return {
    watched: () =>
      whileAvailable(async () => {
        const { rows } = await pool.query<AccountRow & { market: Market; key_id: string }>(WATCHED, []);
        return rows.map(({ market, key_id, ...account }) => ({ account: toAccount(account), market, keyId: key_id }));
      }),
    notice: ({ account, clientOrderId, state }, isPatient) =>
      queueSync(pool, {
        ...{ userId: account.userId, accountId: account.id, clientOrderId, isPatient },
        ...(state === undefined ? {} : { told: { ...state, filledQuantity: print(state.filledQuantity) } }),
      }),
    noticeAll: (account, market) => queueSyncs(pool, { userId: account.userId, accountId: account.id, market }),
  };
}
