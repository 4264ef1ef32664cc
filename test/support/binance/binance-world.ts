import { binanceNetwork } from '../../../shared/exchanges/binance/binance-exchange.http.ts';
import { memoryBrake } from '../../../shared/exchanges/binance/brake.memory.ts';
import type { ExchangeBrake } from '../../../shared/exchanges/binance/brake.ts';
import type { TimeLimits } from '../../../shared/exchanges/binance/client.http.ts';
import { endpointsOf } from '../../../shared/exchanges/binance/networks.ts';
import type { Exchange } from '../../../shared/exchanges/exchange.ts';
import type { AccountOptions } from './account.ts';
import { type FakeBinance, startFakeBinance } from './fake-binance.ts';
import { SECRET, type TestClock, testClock } from './fake-caller.ts';
import type { FakeBinanceOptions } from './options.ts';

/** A fake Binance with our adapter in front of it, and one clock for both. */
export type BinanceWorld = {
  fake: FakeBinance;
  clock: TestClock;
  /** Opens an account and hands out the adapter of it. */
  open(account?: Partial<AccountOptions>): { exchange: Exchange; apiKey: string };
  /** Another process with the same key: it has sent nothing yet. */
  reopen(apiKey: string): Exchange;
  close(): Promise<void>;
};

export type BinanceWorldOptions = FakeBinanceOptions & { brake?: ExchangeBrake; timeLimits?: Partial<TimeLimits> };

const PRICES = { BTCUSDT: '50000', ETHUSDT: '2500', SOLUSDT: '100', BNBUSDT: '600' };

export async function binanceWorld({ brake, timeLimits, ...options }: BinanceWorldOptions = {}): Promise<BinanceWorld> {
  const clock = testClock();
  const fake = await startFakeBinance({ now: clock.now, ...options });
  for (const [symbol, price] of Object.entries(PRICES)) fake.setPrice(symbol, price);
  const endpoints = endpointsOf('testnet', { spot: fake.urls.spot, usdm: fake.urls.usdm });
  const network = binanceNetwork({
    ...{ endpoints, now: clock.now, brake: brake ?? memoryBrake(clock.now) },
    ...(timeLimits === undefined ? {} : { timeLimits }),
  });
  let opened = 0;
  return {
    fake,
    clock,
    open(account = {}) {
      opened += 1;
      const apiKey = `account${opened}`.padEnd(64, 'k');
      const money = { spot: { USDT: '10000' }, usdm: { USDT: '10000' } };
      fake.addAccount({ apiKey, secret: SECRET, ...money, ...account });
      return { exchange: network.open({ apiKey, secret: SECRET }), apiKey };
    },
    reopen: (apiKey) => network.open({ apiKey, secret: SECRET }),
    async close() {
      network.close();
      await fake.close();
    },
  };
}
