import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import { TICK_GAP_MS, type TickStore } from './tick-store.ts';

export function pgTickStore(pool: Pool): TickStore {
  return {
    claim: (name, at) =>
      whileAvailable(async () => {
        const { rowCount } = await pool.query(
          `insert into ticks (name, claimed_at) values ($1, $2)
           on conflict (name) do update set claimed_at = excluded.claimed_at where ticks.claimed_at <= $3`,
          [name, at, new Date(at.getTime() - TICK_GAP_MS)],
        );
        return rowCount === 1;
      }),
  };
}
