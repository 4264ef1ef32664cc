import type { Database } from '../database/pool.pg.ts';
import { decimal, zero } from '../money/decimal.ts';
import type { KeptPosition, Position } from './position.ts';

export type PositionKey = { accountId: string; market: string; symbol: string };

export type PositionRow = {
  id: string;
  market: Position['market'];
  symbol: string;
  quantity: string;
  entry_notional: string;
  realized_pnl: string;
  commission: string;
  opened_at: Date;
  updated_at: Date;
  closed_at: Date | null;
  left_quantity: string;
};

export const POSITION_COLUMNS =
  'id, market, symbol, quantity, entry_notional, realized_pnl, commission, opened_at, updated_at, closed_at, left_quantity';

export function toPosition(row: PositionRow): KeptPosition {
  const leftQuantity = decimal(row.left_quantity);
  return {
    id: row.id,
    market: row.market,
    symbol: row.symbol,
    quantity: decimal(row.quantity),
    entryNotional: decimal(row.entry_notional),
    realizedPnl: decimal(row.realized_pnl),
    commission: decimal(row.commission),
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(leftQuantity.eq(zero) ? {} : { leftQuantity }),
  };
}

export async function selectOpenPosition(database: Database, key: PositionKey): Promise<KeptPosition | undefined> {
  const { rows } = await database.query<PositionRow>(
    `select ${POSITION_COLUMNS} from positions
     where account_id = $1 and market = $2 and symbol = $3 and closed_at is null`,
    [key.accountId, key.market, key.symbol],
  );
  return rows[0] && toPosition(rows[0]);
}
