import { join } from 'node:path';
import { benchRequests } from './exchange-requests.ts';
import { benchWay } from './exchange-way.ts';
import { buildExchangeWorld, type ExchangeWorld } from './exchange-world.ts';
import { ms } from './figures.ts';
import { bundleStarts } from './start-up.ts';

type Row = (what: string, result: string) => void;

/** The way of an alert to the exchange, against the fake Binance: what it asks, and how long it takes. About two minutes. */
export async function benchExchange(row: Row): Promise<void> {
  const bench = await buildExchangeWorld();
  try {
    await benchRequests(bench, row);
    await benchWay(bench, row);
    await benchQueueBundle(bench, row);
  } finally {
    await bench.end();
  }
}

/** What a cold start of the function that trades comes to. */
async function benchQueueBundle({ world }: ExchangeWorld, row: Row): Promise<void> {
  const dist = join(import.meta.dirname, '../../dist');
  const starts = await bundleStarts(dist, { DATABASE_URL: world.databaseUrl }, (name) => name === 'queue');
  for (const { name, kb, initMs } of starts)
    row(`bundle ${name}: size, init on one core`, `${kb.toFixed(0)} KB, ${ms(initMs)}`);
}
