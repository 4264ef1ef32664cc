import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import { decimal } from '../money/decimal.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { ListedPosition, PositionFilter, PositionList } from './position-list.ts';
import { type PositionRow, toPosition } from './position-rows.pg.ts';

type ListedRow = PositionRow & {
  account_id: string;
  strategy_id: string | null;
  last_price: string | null;
  last_price_at: Date | null;
};

const SELECT = `
select p.id, p.account_id, p.market, p.symbol, p.quantity, p.entry_notional, p.realized_pnl, p.commission, p.opened_at,
  p.updated_at, p.closed_at, p.left_quantity, o.strategy_id, x.price as last_price, x.seen_at as last_price_at
from positions p
left join prices x on x.market = p.market and x.symbol = p.symbol
left join lateral (
  select strategy_id from orders
  where account_id = p.account_id and market = p.market and symbol = p.symbol and filled_quantity > 0
  order by id desc limit 1
) o on true`;

const STATUS: Record<PositionFilter['status'], string> = {
  open: 'and p.closed_at is null',
  closed: 'and p.closed_at is not null',
  all: '',
};

export function pgPositionList(pool: Pool): PositionList {
  return {
    list: (userId, { status, limit, cursor = BEFORE_FIRST }) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<ListedRow>(
          `${SELECT} where p.user_id = $1 and p.id < $2 ${STATUS[status]} order by p.id desc limit $3`,
          [userId, cursor, limit + 1],
        );
        return cutPage(rows.map(toListed), limit);
      }),
    find: (userId, id) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<ListedRow>(`${SELECT} where p.user_id = $1 and p.id = $2`, [userId, id]);
        return rows[0] && toListed(rows[0]);
      }),
  };
}

function toListed(row: ListedRow): ListedPosition {
  return {
    ...toPosition(row),
    accountId: row.account_id,
    ...(row.strategy_id === null ? {} : { strategyId: row.strategy_id }),
    ...(row.last_price === null ? {} : { lastPrice: decimal(row.last_price) }),
    ...(row.last_price_at === null ? {} : { lastPriceAt: row.last_price_at }),
  };
}
