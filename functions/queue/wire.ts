import type { Account } from '../../shared/accounts/account.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { databaseUrlOf, databaseVariables } from '../../shared/database/config.ts';
import { createPool } from '../../shared/database/pool.pg.ts';
import { encryptionVariables, masterKeysOf } from '../../shared/exchange-keys/config.ts';
import { openCredentials } from '../../shared/exchange-keys/open-credentials.ts';
import { pgExchangeKeyStore } from '../../shared/exchange-keys/store.pg.ts';
import { pgVault } from '../../shared/exchange-keys/vault.pg.ts';
import { binanceVariables } from '../../shared/exchanges/binance/config.ts';
import { knownTogether } from '../../shared/exchanges/binance/known-together.redis.ts';
import { openBinance } from '../../shared/exchanges/binance/open-binance.http.ts';
import { exchangeChooser } from '../../shared/exchanges/choose-exchange.ts';
import { priceVariables } from '../../shared/exchanges/config.ts';
import { pgPaperExchange } from '../../shared/exchanges/paper/paper-exchange.pg.ts';
import { carryOut } from '../../shared/execution/carry-out.ts';
import { pgExecutionStore } from '../../shared/execution/store.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { drainVariables } from '../../shared/queue/config.ts';
import { type Drainer, drainer } from '../../shared/queue/drain-lanes.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import { openRedis } from '../../shared/redis/client.redis.ts';
import { redisVariables } from '../../shared/redis/config.ts';
import { leaving } from '../../shared/shutdown/shutdown.ts';
import { systemClock } from '../../shared/time/clock.ts';

export const log = createLogger('queue');

const variables = {
  ...{ ...databaseVariables, ...drainVariables, ...redisVariables },
  ...{ ...encryptionVariables, ...binanceVariables, ...priceVariables },
};

export function wire(): { drainer: Drainer } {
  guardProcess(log);
  const config = readConfig(variables, process.env);
  const pool = createPool({ url: databaseUrlOf(config), size: config.DATABASE_POOL_SIZE, name: 'queue', log });
  const redis = openRedis(config, { name: 'queue', log });
  const floor = { now: systemClock, newId: idMaker(systemClock) };
  const queue = pgWorkQueue(pool);
  const keys = { exchangeKeys: pgExchangeKeyStore(pool), vault: pgVault(pool, masterKeysOf(config), floor) };
  const credentialsOf = (account: Account) => openCredentials(keys, account);
  const deps = {
    ...{ ...floor, log },
    queue,
    executions: pgExecutionStore(pool, floor),
    chooseExchange: exchangeChooser({
      ...floor,
      paper: (account) => pgPaperExchange(pool, { ...floor, account }),
      binance: openBinance({
        ...floor,
        config,
        ...knownTogether(redis, { ...floor, log, maxAgeMs: config.PRICE_MAX_AGE_MS }),
        credentialsOf,
      }),
    }),
  };
  const limits = { lanes: config.QUEUE_LANES, budgetMs: config.QUEUE_BUDGET_MS, lingerMs: config.QUEUE_LINGER_MS };
  return { drainer: drainer({ ...floor, queue, log, leaving: leaving(), carryOut: carryOut(deps) }, limits) };
}
