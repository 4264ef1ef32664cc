import type { Database } from '../database/pool.pg.ts';
import { decimal } from '../money/decimal.ts';
import type { PositionSide } from '../signals/signal.ts';
import type { ChartPosition } from './find-drift.ts';

type ChartPlace = { userId: string; strategyId: string; accountId: string; market: string; symbol: string };

type ChartRow = { side: PositionSide; quantity: string | null; signal_at: Date | null; alert_id: string };

/** What a strategy's chart said last that it holds there. */
export async function selectChartPosition(
  database: Database,
  { userId, strategyId, accountId, market, symbol }: ChartPlace,
): Promise<ChartPosition | undefined> {
  const { rows } = await database.query<ChartRow>(
    `select side, quantity, signal_at, alert_id from chart_positions
     where user_id = $1 and strategy_id = $2 and account_id = $3 and market = $4 and symbol = $5`,
    [userId, strategyId, accountId, market, symbol],
  );
  const [row] = rows;
  return row && toChartPosition(row);
}

export function toChartPosition({ side, quantity, signal_at: signalAt, alert_id: alertId }: ChartRow): ChartPosition {
  const told = quantity === null ? {} : { quantity: decimal(quantity) };
  return { side, alertId, ...told, ...(signalAt === null ? {} : { signalAt }) };
}
