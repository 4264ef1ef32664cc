import type { FakeAccount } from './account.ts';
import type { MarketName } from './protocol/market-name.ts';

/** Something that happened to an account, in the words of the market's user data stream. */
export type AccountEvent = { market: MarketName; account: FakeAccount; event: Record<string, unknown> };

/** A price that changed, for the public streams. */
export type PriceEvent = { market: MarketName; symbol: string };

export type EventBus = {
  tell(event: AccountEvent): void;
  tellPrice(event: PriceEvent): void;
  onAccount(hear: (event: AccountEvent) => void): void;
  onPrice(hear: (event: PriceEvent) => void): void;
};

export function eventBus(): EventBus {
  const accountEars: ((event: AccountEvent) => void)[] = [];
  const priceEars: ((event: PriceEvent) => void)[] = [];
  return {
    tell(event) {
      for (const hear of accountEars) hear(event);
    },
    tellPrice(event) {
      for (const hear of priceEars) hear(event);
    },
    onAccount(hear) {
      accountEars.push(hear);
    },
    onPrice(hear) {
      priceEars.push(hear);
    },
  };
}
