import { expect, it } from 'vitest';
import type { Exchange, OrderRequest } from '../../shared/exchanges/exchange.ts';
import type { Market } from '../../shared/markets/market.ts';
import { binanceWorld } from '../support/binance/binance-world.ts';
import type { FaultRates } from '../support/binance/faults/random-faults.ts';
import { request } from './exchange.contract.ts';

const ORDERS = 40;
const MAX_STEPS = 400;
const STEP_MS = 4_000;

const rates: FaultRates = {
  ...{ reset: 0.12, silence: 0.03, malformed: 0.05, truncated: 0.05, stale: 0.1, outsideWindow: 0.04, firewall: 0.02 },
  ...{ serverError: 0.06, unknownError: 0.06, serviceUnavailable: 0.05, internalError: 0.03, throttled: 0.03 },
  ...{ unexpectedResponse: 0.03, backendTimeout: 0.03, requestTimeout: 0.03, tooManyRequests: 0.02 },
};

type Worker = { exchange(): Exchange; advance(ms: number): void; now(): Date };

/** As the room of execution does it: send, and when the answer is lost look it up, until it is certain either way. */
async function carryOut(worker: Worker, order: OrderRequest): Promise<string> {
  let submittedAt: Date | undefined;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    worker.advance(STEP_MS);
    if (submittedAt === undefined) {
      submittedAt = worker.now();
      const outcome = await worker.exchange().place(order);
      if (outcome.status === 'accepted' && outcome.order.status === 'filled') return 'filled';
      if (outcome.status === 'rejected') return `rejected ${outcome.code}`;
      if (outcome.status === 'not_executed') submittedAt = undefined;
      continue;
    }
    try {
      const found = await worker.exchange().lookUp(order.market, order.symbol, order.clientOrderId, submittedAt);
      if (found.status === 'found' && found.order.status === 'filled') return 'filled';
      if (found.status === 'not_found' && found.isFinal) submittedAt = undefined;
    } catch {}
  }
  return 'never ended';
}

it.each([7, 8, 9])('fills every order exactly once while everything goes wrong (seed %i)', async (seed) => {
  const { fake, clock, open, reopen, close } = await binanceWorld({
    timeLimits: { orderMs: 60, readMs: 60, stumbleMs: 1 },
  });
  const { exchange, apiKey } = open({ spot: { USDT: '1000000' }, usdm: { USDT: '1000000' } });
  const processes = [exchange, reopen(apiKey), reopen(apiKey)];
  let asked = 0;
  const worker: Worker = {
    exchange() {
      asked += 1;
      return processes[asked % processes.length] ?? exchange;
    },
    advance: (ms) => clock.advance(ms),
    now: clock.now,
  };
  fake.faults.random(seed, rates);
  const ids = Array.from({ length: ORDERS }, (_, at) => ({
    ...{ market: (at % 2 === 0 ? 'spot' : 'usdm') as Market, id: `tv-chaos-${at}` },
  }));
  const ended: string[] = [];
  for (const { market, id } of ids) ended.push(await carryOut(worker, request(market, 'buy 0.01 BTCUSDT', id)));
  const counts = ids.map(({ id }) => fake.ledger.ordersByClientId(id).length);
  const faults = fake.ledger.requests().filter(({ fault }) => fault !== undefined).length;
  const defects = fake.ledger.defects();
  await close();
  expect(new Set(ended)).toEqual(new Set(['filled']));
  expect(new Set(counts), 'each once').toEqual(new Set([1]));
  expect(faults, 'much went wrong').toBeGreaterThan(ORDERS);
  expect(defects).toEqual([]);
});
