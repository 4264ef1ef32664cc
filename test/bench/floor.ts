import pg from 'pg';
import { toInput } from '../../shared/alerts/input-row.ts';
import { KEEP_ALERTS } from '../../shared/alerts/store.sql.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { aSignal } from '../support/build-signal.ts';
import { type Figures, figuresOf } from './figures.ts';

/** The same statement, one alert each, through `pg` alone: what the database gives when nothing else is in the way. */
export async function insertFloor(
  databaseUrl: string,
  hookToken: string,
  { clients, seconds }: { clients: number; seconds: number },
): Promise<Figures> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: clients });
  const latencies: number[] = [];
  let nth = 0;
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        nth += 1;
        const sentAt = performance.now();
        await pool.query({ ...KEEP_ALERTS, values: [JSON.stringify([input(nth, hookToken)])] });
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  await pool.end();
  return figuresOf(latencies, (performance.now() - startedAt) / 1000);
}

/** The work it causes is never carried out: its symbol is of no lane that the judge looks at. */
function input(nth: number, hookToken: string): Record<string, unknown> {
  return toInput(
    { by: 'token', digest: digestToken(hookToken) },
    {
      id: `alt_floor${nth}`,
      source: 'webhook',
      receivedAt: new Date(),
      raw: JSON.stringify({ id: nth, symbol: 'BTCUSDT', action: 'buy', quantity: '1', price: '100' }),
      bodyDigest: String(nth),
      identity: { key: `floor:${nth}` },
      repairs: [],
      dialect: 'generic',
      signals: [aSignal({ dryRun: true })],
    },
    0,
  );
}
