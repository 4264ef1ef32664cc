import { expect, it } from 'vitest';
import { recentPrices } from '../../../../shared/exchanges/binance/recent-prices.ts';
import { memoryPriceCache } from '../../../../shared/exchanges/price-cache.memory.ts';
import { decimal } from '../../../../shared/money/decimal.ts';
import { fixedClock } from '../../../support/fixed.ts';

const asked = { market: 'spot', symbol: 'BTCUSDT' } as const;

/** A market whose price goes up by one with each question. */
function market(cache = memoryPriceCache()) {
  const now = fixedClock();
  let questions = 0;
  const ask = async () => {
    questions += 1;
    return { price: decimal(String(questions)), seenAt: now() };
  };
  const prices = recentPrices({ cache, network: 'testnet', now, maxAgeMs: 5_000 });
  return { now, ask, prices, questions: () => questions };
}

it('recentPrices() uses a price again until it is too old, and then asks', async () => {
  const { now, ask, prices } = market();
  const first = await prices.of('last', asked, ask);
  now.advance(5_000);
  expect(await prices.of('last', asked, ask), 'with the instant that it is of').toEqual(first);
  now.advance(1);
  expect((await prices.of('last', asked, ask))?.price.toFixed()).toBe('2');
});

it('recentPrices() makes one question of those of one moment', async () => {
  const { ask, prices, questions } = market();
  await Promise.all(Array.from({ length: 5 }, () => prices.of('last', asked, ask)));
  expect(questions()).toBe(1);
});

it('recentPrices() knows what another process has seen', async () => {
  const cache = memoryPriceCache();
  const [one, other] = [market(cache), market(cache)];
  await one.prices.of('last', asked, one.ask);
  await other.prices.of('last', asked, other.ask);
  expect(other.questions()).toBe(0);
});

it('recentPrices() keeps no answer that failed, and no price where there is none', async () => {
  const { ask, prices, questions } = market();
  await expect(prices.of('last', asked, async () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await prices.of('last', asked, async () => undefined)).toBeUndefined();
  await prices.of('last', asked, ask);
  expect(questions()).toBe(1);
});
