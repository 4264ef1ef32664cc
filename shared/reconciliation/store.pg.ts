import { type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import type { NewId } from '../ids/new-id.ts';
import { insertNotification } from '../notifications/insert-notification.pg.ts';
import type { Clock } from '../time/clock.ts';
import { selectBooks } from './books.pg.ts';
import { selectEnded, selectTradeIds } from './ended-orders.pg.ts';
import { RECONCILIATION_COLUMNS, type ReconciliationRow, toReconciliation } from './reconciliation-row.ts';
import { resyncOrders } from './resync.pg.ts';
import type { Keeping, Reconciliation, ReconciliationStore, Whose } from './store.ts';
import { writeOff } from './write-off.pg.ts';

export type ReconciliationStoreDeps = { now: Clock; newId: NewId };

/** Compared with what was read, so that of two comparisons at once one is dropped. */
const KEEP = `insert into reconciliations (account_id, user_id, checked_at, findings, failing_since, failed_at, failure, is_failure_told)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (account_id) do update set checked_at = excluded.checked_at, findings = excluded.findings,
    failing_since = excluded.failing_since, failed_at = excluded.failed_at, failure = excluded.failure,
    is_failure_told = excluded.is_failure_told
  where reconciliations.checked_at is not distinct from $9 and reconciliations.failed_at is not distinct from $10`;

export function pgReconciliationStore(pool: Pool, { now, newId }: ReconciliationStoreDeps): ReconciliationStore {
  const select = (where: string, values: unknown[]): Promise<Reconciliation[]> =>
    whileAvailable(async () => {
      const query = `select ${RECONCILIATION_COLUMNS} from reconciliations where ${where}`;
      return (await pool.query<ReconciliationRow>(query, values)).rows.map(toReconciliation);
    });
  return {
    ourBooks: (account) => whileAvailable(() => selectBooks(pool, account)),
    last: async ({ id, userId }) => (await select('account_id = $1 and user_id = $2', [id, userId]))[0],
    list: (userId) => select('user_id = $1', [userId]),
    keep: (account, keeping) =>
      inTransaction(pool, async (database) => {
        const { rowCount } = await database.query(KEEP, keepValues(account, keeping));
        if (rowCount !== 1) return false;
        for (const told of keeping.tell)
          await insertNotification(database, { ...told, id: newId('ntf'), userId: account.userId, createdAt: now() });
        return true;
      }),
    haltingStrategies: ({ id, userId }) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<{ id: string }>(
          `select id from strategies where account_id = $1 and user_id = $2 and status = 'enabled' and on_difference = 'halt'
           order by id`,
          [id, userId],
        );
        return rows.map((row) => row.id);
      }),
    endedOf: (account, ids) =>
      whileAvailable(() => selectEnded(pool, account, { where: 'client_order_id = any($3)', value: ids })),
    endedSince: (account, since) =>
      whileAvailable(() => selectEnded(pool, account, { where: 'updated_at >= $3', value: since })),
    tradesSince: (account, place) => whileAvailable(() => selectTradeIds(pool, account, place)),
    resync: (account, clientOrderIds) =>
      inTransaction(pool, (database) => resyncOrders(database, account, { clientOrderIds, newId, at: now() })),
    writeOff: (account, quantity, audit) =>
      inTransaction(pool, (database) => writeOff(database, account, quantity, audit)),
  };
}

function keepValues({ id, userId }: Whose, { now, before }: Keeping): unknown[] {
  const { comparedAt, findings, failing } = now;
  return [
    ...[id, userId, comparedAt ?? null, JSON.stringify(findings)],
    ...[failing?.since ?? null, failing?.at ?? null, failing?.reason ?? null, failing?.isTold ?? false],
    ...[before?.comparedAt ?? null, before?.failing?.at ?? null],
  ];
}
