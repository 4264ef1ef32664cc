import { benchRequests } from './exchange-requests.ts';
import { benchWay } from './exchange-way.ts';
import { buildExchangeWorld } from './exchange-world.ts';

/** The way of an alert to the exchange, against the fake Binance: what it asks, and how long it takes. About two minutes. */
export async function benchExchange(row: (what: string, result: string) => void): Promise<void> {
  const bench = await buildExchangeWorld();
  try {
    await benchRequests(bench, row);
    await benchWay(bench, row);
  } finally {
    await bench.end();
  }
}
