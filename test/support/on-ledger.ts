import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type TestDatabase, testDatabase } from './database.ts';
import { type LedgerExchange, ledgerExchange } from './ledger-exchange.ts';
import { insertTrader } from './trading-rows.ts';
import { workLanes } from './work-lanes.ts';

export type OnLedger = { database: TestDatabase; exchange: LedgerExchange; lanes: ReturnType<typeof workLanes> };

/** For a whole file: a database of that name and, new for each test, a trader on an exchange that is watched. */
export function onLedger(name: string): OnLedger {
  const on = {} as OnLedger;
  beforeAll(async () => {
    on.database = await testDatabase(name);
    on.lanes = workLanes(on.database.pool, () => on.exchange);
  });
  afterAll(() => on.database.close());
  beforeEach(async () => {
    on.exchange = ledgerExchange();
    await on.database.pool.query('truncate users, lanes, work, alerts, alert_identities, events cascade');
    await insertTrader(on.database.pool);
  });
  return on;
}
