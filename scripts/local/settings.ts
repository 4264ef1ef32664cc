import { resolve } from 'node:path';
import * as z from 'zod';
import { readConfig } from '../../shared/config/read-config.ts';
import { databaseVariables } from '../../shared/database/config.ts';

const startVariables = {
  PORT: z
    .string()
    .default('8001')
    .refine(isPort, { error: ({ input }) => `must be a port number from 1 to 65535, not "${input}"` })
    .transform(Number),
  /** What the server listens on. Another one than this machine's own address belongs behind a proxy. */
  HOST: z.string().default('127.0.0.1'),
  /** Where people and TradingView reach the service, when that is not this machine. */
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().default('.data'),
  /** Absent: the embedded Postgres. */
  DATABASE_URL: databaseVariables.DATABASE_URL.optional(),
};

export type StartSettings = { port: number; host: string; baseUrl: string; dataFolder: string; databaseUrl?: string };

export function readSettings(root: string, env: NodeJS.ProcessEnv): StartSettings {
  const config = readConfig(startVariables, env);
  return {
    port: config.PORT,
    host: config.HOST,
    baseUrl: config.PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${config.PORT}`,
    dataFolder: resolve(root, config.DATA_DIR),
    ...(config.DATABASE_URL === undefined ? {} : { databaseUrl: config.DATABASE_URL }),
  };
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
