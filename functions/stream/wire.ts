import { readConfig } from '../../shared/config/read-config.ts';
import { databaseUrlOf, databaseVariables } from '../../shared/database/config.ts';
import { createPool } from '../../shared/database/pool.pg.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { type Clock, systemClock } from '../../shared/time/clock.ts';
import { pgApiTokenStore } from '../../shared/users/api-token-store.pg.ts';

export const log = createLogger('stream');

const POOL_SIZE = 2;

export function wire(): { now: Clock; isKnown: (token: string | undefined) => Promise<boolean> } {
  guardProcess(log);
  const config = readConfig(databaseVariables, process.env);
  const apiTokens = pgApiTokenStore(createPool({ url: databaseUrlOf(config), size: POOL_SIZE, name: 'stream', log }));
  return {
    now: systemClock,
    isKnown: async (token) =>
      token !== undefined && (await apiTokens.findActive(digestToken(token), systemClock())) !== undefined,
  };
}
