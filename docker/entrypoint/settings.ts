import * as z from 'zod';
import { doorVariables } from '../../scripts/host/door-variables.ts';
import { readConfig } from '../../shared/config/read-config.ts';

const seconds = (otherwise: number) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .default(otherwise)
    .transform((value) => value * 1_000);

const ownVariables = {
  /** How long to wait for Postgres, which is needed, and for Redis, which only helps. */
  WAIT_FOR_POSTGRES_SECONDS: seconds(60),
  WAIT_FOR_REDIS_SECONDS: seconds(10),
  /** How long a replica that is told to stop finishes what it has begun. Below the grace period of Compose. */
  DRAIN_SECONDS: seconds(20),
};

export type Settings = ReturnType<typeof readSettings>;

export function readSettings(env: NodeJS.ProcessEnv) {
  return readConfig({ ...doorVariables, ...ownVariables }, env);
}
