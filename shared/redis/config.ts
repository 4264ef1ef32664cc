import * as z from 'zod';
import { withPassword } from '../config/with-password.ts';

export const redisVariables = {
  /** Absent: everything works, on one process. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must look like redis://:password@host:6379/0')
    .meta({ isSecret: true })
    .optional(),
  /** For an address without one, so that the password can stand in a file of its own. */
  REDIS_PASSWORD: z.string().meta({ isSecret: true }).optional(),
};

export type RedisConfig = { REDIS_URL?: string | undefined; REDIS_PASSWORD?: string | undefined };

export function redisUrlOf(config: RedisConfig): string | undefined {
  return config.REDIS_URL === undefined ? undefined : withPassword(config.REDIS_URL, config.REDIS_PASSWORD);
}
