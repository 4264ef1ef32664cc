import type { Account } from '../../../shared/accounts/account.ts';
import { readConfig } from '../../../shared/config/read-config.ts';
import { databaseUrlOf, databaseVariables } from '../../../shared/database/config.ts';
import { createPool } from '../../../shared/database/pool.pg.ts';
import { encryptionVariables, masterKeysOf } from '../../../shared/exchange-keys/config.ts';
import { openCredentials } from '../../../shared/exchange-keys/open-credentials.ts';
import { pgExchangeKeyStore } from '../../../shared/exchange-keys/store.pg.ts';
import { pgVault } from '../../../shared/exchange-keys/vault.pg.ts';
import { binanceUserStreams } from '../../../shared/exchanges/binance/binance-user-streams.http.ts';
import { memoryBrake } from '../../../shared/exchanges/binance/brake.memory.ts';
import { redisBrake } from '../../../shared/exchanges/binance/brake.redis.ts';
import { binanceVariables } from '../../../shared/exchanges/binance/config.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { createLogger } from '../../../shared/log/logger.ts';
import { doorbellTarget, doorbellVariables } from '../../../shared/queue/config.ts';
import { httpDoorbell } from '../../../shared/queue/doorbell.http.ts';
import { createRedis } from '../../../shared/redis/client.redis.ts';
import { redisUrlOf, redisVariables } from '../../../shared/redis/config.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import type { KeepUserStreamsDeps } from '../../../shared/user-streams/keep-user-streams.ts';
import { pgUserStreamStore } from '../../../shared/user-streams/store.pg.ts';

export type Wired = { streams: KeepUserStreamsDeps; close(): Promise<void> };

const POOL_SIZE = 2;

const variables = {
  ...{ ...databaseVariables, ...doorbellVariables, ...redisVariables },
  ...{ ...encryptionVariables, ...binanceVariables },
};

export function wire(): Wired {
  const log = createLogger('owner');
  const config = readConfig(variables, process.env);
  const pool = createPool({ url: databaseUrlOf(config), size: POOL_SIZE, name: 'user-streams', log });
  const floor = { now: systemClock, newId: idMaker(systemClock) };
  const redisUrl = redisUrlOf(config);
  const redis = redisUrl === undefined ? undefined : createRedis({ url: redisUrl, name: 'user-streams', log });
  const brake = redis === undefined ? memoryBrake(systemClock) : redisBrake(redis, { log, now: systemClock });
  const keys = { exchangeKeys: pgExchangeKeyStore(pool), vault: pgVault(pool, masterKeysOf(config), floor) };
  const credentialsOf = (account: Account) => openCredentials(keys, account);
  return {
    streams: {
      ...{ now: systemClock, log, userStreams: pgUserStreamStore(pool) },
      openUserStream: binanceUserStreams({ now: systemClock, config, brake, credentialsOf }),
      doorbell: httpDoorbell(doorbellTarget(config), log),
    },
    async close() {
      redis?.disconnect();
      await pool.end();
    },
  };
}
