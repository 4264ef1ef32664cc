import { createHash } from 'node:crypto';
import pg from 'pg';
import { AppError } from '../errors/app-error.ts';
import type { Log } from '../log/logger.ts';

/** What runs one statement: the pool itself, or the one connection of a transaction. */
export type Database = Pick<pg.ClientBase, 'query'>;
export type Pool = pg.Pool;

export type PoolOptions = { url: string; size: number; name: string; log: Log };

const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 8_000;
const IDLE_TIMEOUT_MS = 60_000;

/** One pool per bundle and process. Connections are opened when first needed; a broken one is dropped, not fatal. */
export function createPool(options: PoolOptions): Pool {
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: options.url,
    max: options.size,
    application_name: `tradingbot-${options.name}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    keepAlive: true,
    allowExitOnIdle: true,
  });
  pool.on('error', (error) => options.log.warn('A database connection was lost', { reason: error.message }));
  // The pool listens to idle connections only. One that is lost in the middle of a transaction fails its next statement, which
  // is enough; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

const names = new Map<string, string>();

/** Postgres knows a statement again by its name, and spares itself reading and planning it. Our texts are few and fixed. */
function nameOf(text: string): string {
  const name = names.get(text) ?? createHash('sha256').update(text).digest('base64url').slice(0, 22);
  names.set(text, name);
  return name;
}

/** Prepares every statement that has parameters. */
class PreparingClient extends pg.Client {
  override query(...given: unknown[]): never {
    return super.query(...prepared(given)) as never;
  }
}

/** pg declares many ways to call `query`, too many to tell them apart by type; this changes one and passes the rest on. */
function prepared(given: unknown[]): Parameters<pg.Client['query']> {
  const [text, values, ...rest] = given;
  const isPlain = typeof text === 'string' && Array.isArray(values) && values.length > 0;
  return (isPlain ? [{ name: nameOf(text), text, values }, ...rest] : given) as Parameters<pg.Client['query']>;
}

/** Class 08 is a connection problem, 57P0x a server that stops or starts, 53300 one that has no connection left. */
const UNAVAILABLE_STATES = /^(08...|57P0[1-3]|53300)$/;
const UNAVAILABLE_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'ENOENT']);
const UNAVAILABLE_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable/;

/** Whether a failure means that the database could not be asked, rather than that it was asked something wrong. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (UNAVAILABLE_STATES.test(code) || UNAVAILABLE_CODES.has(code)) return true;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  return UNAVAILABLE_MESSAGES.test(error.message);
}

/** Runs `work` and turns "the database is away" into the one error that doors answer with 503. */
export async function whileAvailable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!isUnavailable(cause)) throw cause;
    throw new AppError('database_unavailable', 'The database cannot be reached right now', { cause });
  }
}
