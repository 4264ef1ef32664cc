import type { Database } from '../database/pool.pg.ts';

/** One line of an alert's timeline. */
export type TimelineEvent = {
  id: string;
  userId: string;
  alertId: string;
  step: number;
  orderId?: string;
  name: string;
  detail: Record<string, unknown>;
  at: Date;
};

export async function insertEvents(database: Database, events: readonly TimelineEvent[]): Promise<void> {
  if (events.length === 0) return;
  await database.query(
    `insert into events (id, user_id, alert_id, step, order_id, name, detail, at)
     select * from jsonb_to_recordset($1::jsonb)
       as e(id text, user_id text, alert_id text, step integer, order_id text, name text, detail jsonb, at timestamptz)`,
    [
      JSON.stringify(
        events.map((event) => ({
          id: event.id,
          user_id: event.userId,
          alert_id: event.alertId,
          step: event.step,
          order_id: event.orderId ?? null,
          name: event.name,
          detail: event.detail,
          at: event.at.toISOString(),
        })),
      ),
    ],
  );
}
