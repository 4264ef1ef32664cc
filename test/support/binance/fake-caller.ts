import type { AccountOptions } from './account.ts';
import type { Caller } from './call-binance.ts';
import { type FakeBinance, startFakeBinance } from './fake-binance.ts';
import type { FakeBinanceOptions } from './options.ts';

/** Placeholders of the right length; they open nothing anywhere. */
export const API_KEY = 'k'.repeat(64);
export const SECRET = 's'.repeat(64);

const START_MS = Date.UTC(2026, 0, 20, 12, 0, 0);

/** A clock that stands still until it is told to move. */
export type TestClock = { now: () => Date; advance(ms: number): void };

export function testClock(startMs = START_MS): TestClock {
  let nowMs = startMs;
  return {
    now: () => new Date(nowMs),
    advance(ms) {
      nowMs += ms;
    },
  };
}

export type FakeWithCaller = { fake: FakeBinance; clock: TestClock; spot: Caller; usdm: Caller };

/** A fake with one account and prices for every symbol that tests use, and a caller for each market. */
export async function startWithCaller(
  options: FakeBinanceOptions = {},
  account: Partial<AccountOptions> = {},
): Promise<FakeWithCaller> {
  const clock = testClock();
  const fake = await startFakeBinance({ now: clock.now, ...options });
  fake.addAccount({
    ...{ apiKey: API_KEY, secret: SECRET, spot: { USDT: '10000', BTC: '1' }, usdm: { USDT: '10000' } },
    ...account,
  });
  const prices = { BTCUSDT: '50000', ETHUSDT: '3000', SOLUSDT: '100', DOGEUSDT: '0.1', BNBUSDT: '600' };
  for (const [symbol, price] of Object.entries(prices)) fake.setPrice(symbol, price);
  fake.setPrice('SHIBUSDT', '0.00002');
  fake.setPrice('1000PEPEUSDT', '0.01');
  const caller = { apiKey: API_KEY, secret: SECRET, now: (): number => clock.now().getTime() };
  return { fake, clock, spot: { ...caller, baseUrl: fake.urls.spot }, usdm: { ...caller, baseUrl: fake.urls.usdm } };
}
