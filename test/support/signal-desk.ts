import { pgAlertStore } from '../../shared/alerts/store.pg.ts';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import { carryOut } from '../../shared/execution/carry-out.ts';
import { pgExecutionStore } from '../../shared/execution/store.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { queueSyncs } from '../../shared/orders/queue-syncs.pg.ts';
import { queueProtections } from '../../shared/protection/queue-protections.pg.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { aSignal } from './build-signal.ts';
import type { TestDatabase } from './database.ts';
import { HOOK_TOKEN } from './trading-rows.ts';

/** Hands signals in as the webhook does and works them as the queue does, on the trader of `insertTrader`. */
export type SignalDesk = {
  /** @returns the id of the alert, once it is worked off */
  alert(fields: Partial<Signal>): Promise<string>;
  /** Works all lanes until nothing is left to do. */
  work(): Promise<void>;
  /** As a minute later: resting orders are asked about, and protection is looked at. */
  tick(): Promise<void>;
};

const MAX_TURNS = 40;

export function signalDesk({ pool }: TestDatabase, now: Clock, exchange: () => Exchange): SignalDesk {
  const newId = idMaker(now);
  const queue = pgWorkQueue(pool);
  const executions = pgExecutionStore(pool, { now, newId });
  const carry = carryOut({ executions, queue, chooseExchange: async () => exchange(), now, newId });
  const work = async (): Promise<void> => {
    for (let turn = 0; turn < MAX_TURNS; turn += 1) {
      await pool.query('update lanes set leased_until = null');
      await pool.query('update work set due_at = now()');
      const leases = await queue.claimLanes(10, 30_000);
      if (leases.length === 0) return;
      for (const lease of leases) {
        const head = await queue.head(lease);
        const result = head && (await carry(head, lease));
        if (head && result?.status === 'retry') await queue.postpone(lease, head, 0, result.reason);
        await queue.release(lease);
      }
    }
    const { rows } = await pool.query('select kind, last_error from work');
    throw new Error(`The work does not end: ${JSON.stringify(rows)}`);
  };
  return {
    work,
    async alert(fields) {
      const id = newId('alt');
      const signal = aSignal({ signalPrice: decimal('50000'), signalAt: now().toISOString(), ...fields });
      const hook = { by: 'token', digest: digestToken(HOOK_TOKEN) } as const;
      const kept = {
        id,
        source: 'webhook',
        receivedAt: now(),
        raw: '{}',
        bodyDigest: id,
        identity: { key: id },
      } as const;
      await pgAlertStore(pool).keep(hook, { ...kept, repairs: [], signals: [signal] });
      await work();
      return id;
    },
    async tick() {
      await queueSyncs(pool);
      await queueProtections(pool);
      await work();
    },
  };
}
