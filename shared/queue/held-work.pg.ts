import type { Database } from '../database/pool.pg.ts';
import type { Work } from './work.ts';
import { toWork, WORK_COLUMNS, type WorkRow } from './work-row.ts';

export type HeldWork = {
  userId: string;
  strategyId: string;
  market: string;
  symbol: string;
  lane: string;
  /** Of alerts that came before this one. */
  before: string;
};

/** Work that waits for an answer, oldest first. */
export async function selectHeldWork(
  database: Database,
  { userId, strategyId, market, symbol, lane, before }: HeldWork,
): Promise<Work[]> {
  const { rows } = await database.query<WorkRow>(
    `select ${WORK_COLUMNS} from signals g join work w on w.alert_id = g.alert_id and w.step = g.step
     where g.user_id = $1 and g.strategy_id = $2 and g.market = $3 and g.symbol = $4 and g.status = 'held'
       and w.lane = $5 and w.kind = 'execute_signal' and g.alert_id < $6 order by g.alert_id`,
    [userId, strategyId, market, symbol, lane, before],
  );
  return rows.map(toWork);
}
