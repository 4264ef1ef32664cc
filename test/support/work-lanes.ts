import { setTimeout as sleep } from 'node:timers/promises';
import { pgAlertStore } from '../../shared/alerts/store.pg.ts';
import type { Pool } from '../../shared/database/pool.pg.ts';
import { carryOut } from '../../shared/execution/carry-out.ts';
import { pgExecutionStore } from '../../shared/execution/store.pg.ts';
import type { ExecutionStore } from '../../shared/execution/store.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { silentLog } from '../../shared/log/logger.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { systemClock } from '../../shared/time/clock.ts';
import type { LedgerExchange } from './ledger-exchange.ts';
import { HOOK_TOKEN } from './trading-rows.ts';

const newId = idMaker(systemClock);

/** Alerts of the demo strategy and the lanes that carry them out, over a real database and an exchange that is watched. */
export function workLanes(pool: Pool, exchange: () => LedgerExchange) {
  const rowsOf = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await pool.query(text, values)).rows;
  const queue = pgWorkQueue(pool);
  const executions = pgExecutionStore(pool, { now: systemClock, newId });

  async function keepAlert(...signals: Signal[]): Promise<string> {
    const id = newId('alt');
    const kept = await pgAlertStore(pool).keep(
      { by: 'token', digest: digestToken(HOOK_TOKEN) },
      {
        ...{ id, source: 'webhook', receivedAt: new Date(), raw: '{}', bodyDigest: id },
        ...{ identity: { key: id }, repairs: [], signals },
      },
    );
    if (kept.outcome !== 'kept') throw new Error(`The alert was not kept: ${kept.outcome}`);
    return id;
  }

  /** Works the oldest work of every free lane once, all lanes at the same time. */
  async function workTogether(store: ExecutionStore = executions): Promise<void> {
    const work = carryOut({
      executions: store,
      queue,
      log: silentLog,
      chooseExchange: async () => exchange(),
      now: systemClock,
      newId,
    });
    const leases = await queue.claimLanes(20, 30_000);
    await Promise.all(
      leases.map(async (lease) => {
        const head = await queue.head(lease);
        const result = head && (await work(head, lease));
        if (head !== undefined && result?.status === 'retry')
          await queue.postpone(lease, head, 0, result.reason, result);
        await queue.release(lease);
      }),
    );
  }

  async function workUntilDone(): Promise<void> {
    for (let turn = 0; turn < 40; turn += 1) {
      await pool.query('update lanes set leased_until = null');
      await workTogether();
      if ((await rowsOf('select 1 from work')).length === 0) return;
      await sleep(5);
    }
    throw new Error('the work does not end');
  }

  /** Works everything that is due, and leaves what waits for its time or for an answer. */
  async function workDue(): Promise<void> {
    for (let turn = 0; turn < 40; turn += 1) {
      await pool.query('update lanes set leased_until = null');
      if ((await queue.nextDueInMs()) !== 0) return;
      await workTogether();
    }
    throw new Error('the work does not end');
  }

  /** A store whose first `count` loads wait for one another, so that as many lanes decide on the same state of things. */
  function loadedTogether(count: number): ExecutionStore {
    let missing = count;
    let open = (): void => {};
    const all = new Promise<void>((resolve) => {
      open = resolve;
    });
    return {
      ...executions,
      async load(work) {
        const loaded = await executions.load(work);
        missing -= 1;
        if (missing === 0) open();
        if (missing >= 0) await all;
        return loaded;
      },
    };
  }

  const alertOf = async (id: string) =>
    (await rowsOf('select status, reason_code, reason from alerts where id = $1', [id]))[0];
  const ordersOf = (id: string) =>
    rowsOf('select status, side, type, purpose, quantity, price, tag from orders where alert_id = $1 order by step', [
      id,
    ]);

  return { rowsOf, keepAlert, workTogether, workUntilDone, workDue, loadedTogether, alertOf, ordersOf };
}
