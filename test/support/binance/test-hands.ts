import { decimal } from '../../../shared/money/decimal.ts';
import { type AccountOptions, createAccount, type FakeAccount } from './account.ts';
import type { Faults } from './faults/faults.ts';
import type { StreamFaults } from './faults/stream-faults.ts';
import type { FillPlan } from './fill-plan.ts';
import type { Ledger } from './ledger.ts';
import type { BookInput } from './market-book.ts';
import { fixed8 } from './protocol/amounts.ts';
import type { MarketName } from './protocol/market-name.ts';
import { followPrice } from './spot/follow-price.ts';
import { walletOf } from './spot/state.ts';
import { createWallet } from './spot/wallet.ts';
import { followUsdmPrice } from './usdm/follow-price.ts';
import { balanceOf, createHolding, holdingOf } from './usdm/state.ts';
import type { World } from './world.ts';

/** What a test does to the exchange: what the market does, what goes wrong, and the look behind the curtain. */
export type TestHands = {
  addAccount(options: AccountOptions): FakeAccount;
  /** Sets the last price and the book of a symbol, in every market that lists it or in one, and lets orders react. */
  setPrice(symbol: string, price: string, book?: BookInput & { market?: MarketName }): void;
  /** How orders fill from now on: at once, or in parts. */
  fillInParts(plan: FillPlan): void;
  /** Money from outside: a deposit, or a withdrawal when negative. Spot tells it as `balanceUpdate`. */
  deposit(apiKey: string, market: MarketName, asset: string, amount: string): void;
  /** Milliseconds by which the exchange's clock is ahead of everybody else's. */
  setDriftMs(driftMs: number): void;
  /** Runs what the clock has made due: countdowns, listen keys, orders good until a date. Requests do that too. */
  tick(): void;
  expireListenKey(apiKey: string): void;
  disconnectStreams(): void;
  /** Sends `serverShutdown` on the Spot WebSocket API. */
  announceShutdown(): void;
  faults: Faults;
  streamFaults: StreamFaults;
  ledger: Ledger;
};

type StreamHands = Pick<TestHands, 'tick' | 'disconnectStreams' | 'announceShutdown'>;

export function testHands(world: World, streams: StreamHands): TestHands {
  const { spot, usdm, clock, accounts, bus } = world;
  const known = (apiKey: string): FakeAccount => {
    const account = accounts.get(apiKey);
    if (account === undefined) throw new RangeError(`Cannot find account: there is none with key "${apiKey}"`);
    return account;
  };
  return {
    ...streams,
    ...{ faults: world.faults, streamFaults: world.streamFaults, ledger: world.ledger },
    addAccount(options) {
      const account = createAccount(options, clock.nowMs());
      accounts.set(account.apiKey, account);
      spot.wallets.set(account.apiKey, createWallet(options.spot ?? {}));
      usdm.holdings.set(account.apiKey, createHolding(options.usdm ?? {}, options.hedgeMode ?? false));
      return account;
    },
    setPrice(symbol, price, { market, ...book } = {}) {
      const isIn = { spot: spot.symbols.has(symbol), usdm: usdm.symbols.has(symbol) };
      if (!isIn.spot && !isIn.usdm) throw new RangeError(`Cannot set price: no market lists "${symbol}"`);
      if (isIn.spot && market !== 'usdm') {
        spot.book.set(symbol, price, book, clock.nowMs());
        followPrice(spot, symbol);
        bus.tellPrice({ market: 'spot', symbol });
      }
      if (isIn.usdm && market !== 'spot') {
        usdm.book.set(symbol, price, book, clock.nowMs());
        followUsdmPrice(usdm, symbol);
        bus.tellPrice({ market: 'usdm', symbol });
      }
    },
    fillInParts(plan) {
      spot.fillPlan = plan;
      usdm.fillPlan = plan;
    },
    deposit(apiKey, market, asset, amount) {
      const account = known(apiKey);
      const delta = decimal(amount);
      if (market === 'usdm') {
        const holding = holdingOf(usdm, account);
        holding.balances.set(asset, balanceOf(holding, asset).plus(delta));
        return;
      }
      walletOf(spot, account).add(asset, delta);
      const nowMs = clock.nowMs();
      const event = { e: 'balanceUpdate', E: nowMs, a: asset, d: fixed8(delta), T: nowMs };
      bus.tell({ market: 'spot', account, event });
    },
    setDriftMs: (driftMs) => clock.setDriftMs(driftMs),
    expireListenKey(apiKey) {
      world.keys.expireNow(known(apiKey));
      streams.tick();
    },
  };
}
