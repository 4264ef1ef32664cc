import * as z from 'zod';

export const redisVariables = {
  /** Absent: everything works, on one process. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\/\S+$/, 'must look like redis://:password@host:6379/0')
    .optional(),
};
