import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../../shared/log/logger.ts';

/** What one process at a time has. Either may be called again after the other; `lose` also when the process ends. */
export type Owned = { take(): Promise<void>; lose(): Promise<void> };
export type Ownership = {
  /** Gives it up for good, at once: the next process has it within a second or two. */
  leave(): Promise<void>;
};

/** Drawn once; a lock of nobody else's. */
const LOCK_KEY = 7_316_104_552;
const PAUSE_MS = 1_000;
const TIMEOUT_MS = 5_000;
/** With the database away, the connection that holds the lock ends with the process. */
const LEAVE_WITHIN_MS = 2_000;
/** A process that fell off the network is not told so: its connection is over when it does not answer for 25 s. */
const NOTICE_THE_DEAD = 'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

/**
 * Lets whichever process holds a lock of Postgres have it, for as long as it does. The lock belongs to a connection: when its
 * process dies, Postgres gives it to the next one that asks. Never throws.
 */
export function ownInTurn(databaseUrl: string, owned: Owned, log: Log): Ownership {
  const leaving = new AbortController();
  const ended = turnByTurn(databaseUrl, owned, { log, leaving: leaving.signal });
  return {
    async leave() {
      leaving.abort();
      await Promise.race([ended, wait(LEAVE_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

type Turn = { log: Log; leaving: AbortSignal };

async function turnByTurn(databaseUrl: string, owned: Owned, turn: Turn): Promise<void> {
  let lastReason = '';
  while (!turn.leaving.aborted) {
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'tradingbot-owner',
      connectionTimeoutMillis: 2_000,
      statement_timeout: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
    });
    try {
      await client.connect();
      await ownOnce(client, owned, turn);
    } catch (error) {
      const reason = String(error);
      if (reason !== lastReason) turn.log.warn('What one process at a time does has to wait', { reason });
      lastReason = reason;
    }
    await owned.lose().catch((error: unknown) => turn.log.warn('It could not be given up', { reason: String(error) }));
    await client.end().catch(() => undefined);
    await pause(turn.leaving);
  }
}

async function ownOnce(client: pg.Client, owned: Owned, { log, leaving }: Turn): Promise<void> {
  let isLost = false;
  client.on('error', () => {
    isLost = true;
  });
  client.once('end', () => {
    isLost = true;
  });
  await client.query(NOTICE_THE_DEAD);
  while (!(await isOurs(client))) {
    await pause(leaving);
    if (isLost || leaving.aborted) return;
  }
  log.info('This process does what one at a time does');
  await owned.take();
  while (!isLost && !leaving.aborted) {
    await pause(leaving);
    if (!isLost && !leaving.aborted) await client.query('select 1');
  }
  if (isLost) log.warn('This process lost its turn with its database connection');
}

async function isOurs(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ is_ours: boolean }>('select pg_try_advisory_lock($1) as is_ours', [LOCK_KEY]);
  return rows[0]?.is_ours === true;
}

function pause(leaving: AbortSignal): Promise<void> {
  return wait(PAUSE_MS, undefined, { signal: leaving }).catch(() => undefined);
}
