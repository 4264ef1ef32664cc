import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import { type BinanceWorld, binanceWorld } from '../support/binance/binance-world.ts';
import { request, showOutcome } from './exchange.contract.ts';
import { pairRequest, showPair } from './exchange-terms.ts';

/** What is asked of the exchange, and not only what it answers: a request that says nothing new costs weight and time. */
let world: BinanceWorld;
let exchange: Exchange;
let apiKey: string;
beforeEach(async () => {
  world = await binanceWorld();
  ({ exchange, apiKey } = world.open({ spot: { USDT: '10000', BTC: '1' } }));
});
afterEach(async () => {
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

async function asked(act: () => Promise<unknown>): Promise<string[]> {
  const before = world.fake.ledger.requests().length;
  await act();
  return world.fake.ledger
    .requests()
    .slice(before)
    .map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)
    .filter((one) => one !== 'GET time');
}

it('a conditional order is looked for where it was placed, and canceled there', async () => {
  await exchange.place(request('usdm', 'buy 0.1 BTCUSDT'));
  expect(showOutcome(await exchange.place(request('usdm', 'sell 0.1 BTCUSDT stop 45000', 'loss')))).toBe('open');
  expect(await asked(() => exchange.lookUp('usdm', 'BTCUSDT', 'loss'))).toEqual(['GET algoOrder']);
  expect(await asked(() => exchange.cancel('usdm', 'BTCUSDT', 'loss'))).toEqual(['GET algoOrder', 'DELETE algoOrder']);
});

it('another process looks in both places once, and knows from then on', async () => {
  await exchange.place(request('usdm', 'buy 0.1 BTCUSDT'));
  await exchange.place(request('usdm', 'sell 0.1 BTCUSDT stop 45000', 'loss'));
  const other = world.reopen(apiKey);
  expect(await asked(() => other.lookUp('usdm', 'BTCUSDT', 'loss'))).toEqual(['GET order', 'GET algoOrder']);
  expect(await asked(() => other.lookUp('usdm', 'BTCUSDT', 'loss'))).toEqual(['GET algoOrder']);
});

it('a pair on spot is canceled with one request, and both of its orders are told as canceled', async () => {
  expect(showPair(await exchange.placePair(pairRequest('spot', 'sell 0.1 BTCUSDT', 'at 55000 / stop 45000')))).toBe(
    'placed linked',
  );
  const answers: string[] = [];
  const requests = await asked(async () => {
    for (const id of ['pair-profit', 'pair-loss']) answers.push((await exchange.cancel('spot', 'BTCUSDT', id)).status);
  });
  expect(answers).toEqual(['canceled', 'canceled']);
  expect(requests).toEqual(['DELETE order']);
  expect((await exchange.cancel('spot', 'BTCUSDT', 'pair-loss')).status, 'asked about once more').toBe(
    'already_closed',
  );
});
