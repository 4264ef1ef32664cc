import * as z from 'zod';

export const databaseVariables = {
  DATABASE_URL: z
    .string({ error: 'the address of Postgres, e.g. postgres://user:password@host:5432/tradingbot' })
    .regex(/^postgres(ql)?:\/\/[^\s]+$/, 'must look like postgres://user:password@host:5432/name'),
  /** Connections that one bundle may hold. A Lambda instance serves one request at a time and needs few. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(100).default(10),
};
