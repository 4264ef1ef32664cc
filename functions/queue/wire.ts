import { readConfig } from '../../shared/config/read-config.ts';
import { databaseUrlOf, databaseVariables } from '../../shared/database/config.ts';
import { createPool } from '../../shared/database/pool.pg.ts';
import { exchangeChooser } from '../../shared/exchanges/choose-exchange.ts';
import { pgPaperExchange } from '../../shared/exchanges/paper/paper-exchange.pg.ts';
import { carryOut } from '../../shared/execution/carry-out.ts';
import { pgExecutionStore } from '../../shared/execution/store.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { drainVariables } from '../../shared/queue/config.ts';
import { type Drainer, drainer } from '../../shared/queue/drain-lanes.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import { leaving } from '../../shared/shutdown/shutdown.ts';
import { systemClock } from '../../shared/time/clock.ts';

export const log = createLogger('queue');

export function wire(): { drainer: Drainer } {
  guardProcess(log);
  const config = readConfig({ ...databaseVariables, ...drainVariables }, process.env);
  const pool = createPool({ url: databaseUrlOf(config), size: config.DATABASE_POOL_SIZE, name: 'queue', log });
  const floor = { now: systemClock, newId: idMaker(systemClock) };
  const queue = pgWorkQueue(pool);
  const deps = {
    ...floor,
    queue,
    executions: pgExecutionStore(pool, floor),
    chooseExchange: exchangeChooser({ paper: (account) => pgPaperExchange(pool, { ...floor, account }) }),
  };
  const limits = { lanes: config.QUEUE_LANES, budgetMs: config.QUEUE_BUDGET_MS, lingerMs: config.QUEUE_LINGER_MS };
  return { drainer: drainer({ ...floor, queue, log, leaving: leaving(), carryOut: carryOut(deps) }, limits) };
}
