import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { StreamGate } from '../../scripts/host/stream-gate.ts';
import type { Log } from '../../shared/log/logger.ts';
import { connection } from './postgres.pg.ts';

/** Drawn once; a lock of nobody else's. */
const LOCK_KEY = 7_316_104_552;
const PAUSE_MS = 1_000;

/**
 * Opens the gate in whichever replica holds a lock of Postgres, for as long as it does. The lock belongs to a connection: when
 * its process dies, Postgres gives it to the next one that asks. Never returns; never throws.
 */
export async function ownStreamInTurn(databaseUrl: string, gate: StreamGate, log: Log): Promise<never> {
  while (true) {
    const client = connection(databaseUrl, 'stream-owner');
    try {
      await client.connect();
      await ownOnce(client, gate, log);
    } catch (error) {
      log.debug('The WebSocket door has to wait', { reason: String(error) });
    }
    gate.shut();
    await client.end().catch(() => undefined);
    await wait(PAUSE_MS);
  }
}

async function ownOnce(client: pg.Client, gate: StreamGate, log: Log): Promise<void> {
  const lost = new Promise<void>((resolve) => {
    client.once('error', () => resolve());
    client.once('end', resolve);
  });
  client.on('error', () => {});
  while (!(await isOurs(client))) {
    if ((await Promise.race([lost.then(() => 'lost'), wait(PAUSE_MS)])) === 'lost') return;
  }
  gate.open();
  log.info('This replica has the WebSocket door');
  await lost;
  log.warn('This replica lost the WebSocket door with its database connection');
}

async function isOurs(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ is_ours: boolean }>('select pg_try_advisory_lock($1) as is_ours', [LOCK_KEY]);
  return rows[0]?.is_ours === true;
}
