import * as z from 'zod';
import { withPassword } from '../config/with-password.ts';

export const databaseVariables = {
  DATABASE_URL: z
    .string({ error: 'the address of Postgres, e.g. postgres://user:password@host:5432/tradingbot' })
    .regex(/^postgres(ql)?:\/\/[^\s]+$/, 'must look like postgres://user:password@host:5432/name')
    .meta({ isSecret: true }),
  /** For an address without one, so that the password can stand in a file of its own. */
  DATABASE_PASSWORD: z.string().meta({ isSecret: true }).optional(),
  /** Connections that one bundle may hold. A Lambda instance serves one request at a time and needs few. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(100).default(10),
};

export function databaseUrlOf(config: { DATABASE_URL: string; DATABASE_PASSWORD?: string | undefined }): string {
  return withPassword(config.DATABASE_URL, config.DATABASE_PASSWORD);
}
