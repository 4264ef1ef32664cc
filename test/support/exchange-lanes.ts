import { pgAlertStore } from '../../shared/alerts/store.pg.ts';
import type { Pool } from '../../shared/database/pool.pg.ts';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import { carryOut } from '../../shared/execution/carry-out.ts';
import { pgExecutionStore } from '../../shared/execution/store.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { silentLog } from '../../shared/log/logger.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { queueSyncs } from '../../shared/orders/queue-syncs.pg.ts';
import { queueProtections } from '../../shared/protection/queue-protections.pg.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { aSignal } from './build-signal.ts';
import { HOOK_TOKEN } from './trading-rows.ts';

/** Alerts of the demo strategy, carried out over a real database on any exchange. Retries come at once. */
export function exchangeLanes(pool: Pool, { exchange, now }: { exchange: () => Exchange; now: Clock }) {
  const newId = idMaker(now);
  const rowsOf = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await pool.query(text, values)).rows;

  async function keep(fields: Partial<Signal>): Promise<string> {
    const id = newId('alt');
    const signal = aSignal({ signalPrice: decimal('50000'), signalAt: now().toISOString(), ...fields });
    await pgAlertStore(pool).keep(
      { by: 'token', digest: digestToken(HOOK_TOKEN) },
      {
        ...{ id, source: 'webhook', receivedAt: now(), raw: '{}', bodyDigest: id },
        ...{ identity: { key: id }, repairs: [], signals: [signal] },
      },
    );
    return id;
  }

  /** Works each lane once. @returns how many there were */
  async function workOnce(): Promise<number> {
    const queue = pgWorkQueue(pool);
    const executions = pgExecutionStore(pool, { now, newId });
    const carry = carryOut({ log: silentLog, executions, queue, chooseExchange: async () => exchange(), now, newId });
    await pool.query('update lanes set leased_until = null');
    await pool.query('update work set due_at = now()');
    const leases = await queue.claimLanes(10, 30_000);
    for (const lease of leases) {
      const head = await queue.head(lease);
      const result = head && (await carry(head, lease));
      if (head && result?.status === 'retry') await queue.postpone(lease, head, 0, result.reason, result);
      await queue.release(lease);
    }
    return leases.length;
  }

  async function work(): Promise<void> {
    for (let turn = 0; turn < 40; turn += 1) if ((await workOnce()) === 0) return;
    throw new Error(`the work does not end: ${JSON.stringify(await rowsOf('select kind, last_error from work'))}`);
  }

  async function alert(fields: Partial<Signal>): Promise<string> {
    const id = await keep(fields);
    await work();
    return id;
  }

  /** As a minute later: resting orders are asked about, and protection is looked at. */
  async function tick(): Promise<void> {
    await queueSyncs(pool);
    await queueProtections(pool);
    await work();
  }

  const alertOf = async (id: string) =>
    (await rowsOf('select status, reason_code, reason from alerts where id = $1', [id]))[0];
  const ordersOf = (id: string) =>
    rowsOf(
      `select side, type, purpose, quantity, price, time_in_force, post_only, status, reason from orders
       where alert_id = $1 and purpose <> 'protect' order by step`,
      [id],
    );
  return { rowsOf, keep, workOnce, work, alert, tick, alertOf, ordersOf };
}
