import type { Account } from '../../../shared/accounts/account.ts';
import { readConfig } from '../../../shared/config/read-config.ts';
import type { keepCountdowns } from '../../../shared/countdowns/keep-countdowns.ts';
import { pgCountdownStore } from '../../../shared/countdowns/store.pg.ts';
import { databaseUrlOf, databaseVariables } from '../../../shared/database/config.ts';
import { createPool } from '../../../shared/database/pool.pg.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { encryptionVariables, masterKeysOf } from '../../../shared/exchange-keys/config.ts';
import { openCredentials } from '../../../shared/exchange-keys/open-credentials.ts';
import { pgExchangeKeyStore } from '../../../shared/exchange-keys/store.pg.ts';
import { pgVault } from '../../../shared/exchange-keys/vault.pg.ts';
import { binanceUserStreams } from '../../../shared/exchanges/binance/binance-user-streams.http.ts';
import { memoryBrake } from '../../../shared/exchanges/binance/brake.memory.ts';
import { redisBrake } from '../../../shared/exchanges/binance/brake.redis.ts';
import { binanceVariables } from '../../../shared/exchanges/binance/config.ts';
import { openBinance } from '../../../shared/exchanges/binance/open-binance.http.ts';
import { exchangeChooser } from '../../../shared/exchanges/choose-exchange.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { createLogger } from '../../../shared/log/logger.ts';
import { doorbellTarget, doorbellVariables } from '../../../shared/queue/config.ts';
import { httpDoorbell } from '../../../shared/queue/doorbell.http.ts';
import { openRedis } from '../../../shared/redis/client.redis.ts';
import { redisVariables } from '../../../shared/redis/config.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import type { KeepUserStreamsDeps } from '../../../shared/user-streams/keep-user-streams.ts';
import { pgUserStreamStore } from '../../../shared/user-streams/store.pg.ts';

export type Wired = {
  streams: KeepUserStreamsDeps;
  countdowns: Parameters<typeof keepCountdowns>[0];
  close(): Promise<void>;
};

const POOL_SIZE = 2;

const variables = {
  ...{ ...databaseVariables, ...doorbellVariables, ...redisVariables },
  ...{ ...encryptionVariables, ...binanceVariables },
};

export function wire(): Wired {
  const log = createLogger('owner');
  const config = readConfig(variables, process.env);
  const pool = createPool({ url: databaseUrlOf(config), size: POOL_SIZE, name: 'owner', log });
  const floor = { now: systemClock, newId: idMaker(systemClock) };
  const redis = openRedis(config, { name: 'owner', log });
  const brake = redis === undefined ? memoryBrake(systemClock) : redisBrake(redis, { log, now: systemClock });
  const keys = { exchangeKeys: pgExchangeKeyStore(pool), vault: pgVault(pool, masterKeysOf(config), floor) };
  const credentialsOf = (account: Account) => openCredentials(keys, account);
  const binance = { now: systemClock, config, brake, credentialsOf };
  return {
    countdowns: {
      ...{ now: systemClock, log, countdowns: pgCountdownStore(pool) },
      chooseExchange: exchangeChooser({ now: systemClock, paper: noPaper, binance: openBinance(binance) }),
    },
    streams: {
      ...{ now: systemClock, log, userStreams: pgUserStreamStore(pool) },
      openUserStream: binanceUserStreams(binance),
      doorbell: httpDoorbell(doorbellTarget(config), log),
    },
    async close() {
      redis?.disconnect();
      await pool.end();
    },
  };
}

/** Nothing runs on paper that would have to be called off. */
function noPaper(): never {
  throw new AppError('exchange_unavailable', 'The paper exchange has no countdowns', { retryable: false });
}
