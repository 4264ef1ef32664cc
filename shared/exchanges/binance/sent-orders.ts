import type { Market } from '../../markets/market.ts';

/** When this process last sent an order under an id, unless it was certain that nothing came of it. */
export type SentOrders = {
  sentAt(order: SentOrder): Date | undefined;
  remember(order: SentOrder, at: Date): void;
  /** The exchange certainly does not have it. */
  forget(order: SentOrder): void;
};

export type SentOrder = { market: Market; symbol: string; clientOrderId: string };

const MAX_KEPT = 5_000;

/**
 * Binance takes the id of a filled order again, as a new order. So one that was sent is looked up before it is sent once
 * more, even by a caller who did not. Ids are forgotten oldest first: what is older than the last few thousand was settled.
 */
export function sentOrders(): SentOrders {
  const kept = new Map<string, Date>();
  return {
    sentAt: (order) => kept.get(keyOf(order)),
    remember(order, at) {
      kept.delete(keyOf(order));
      kept.set(keyOf(order), at);
      if (kept.size <= MAX_KEPT) return;
      const [oldest] = kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
    },
    forget: (order) => void kept.delete(keyOf(order)),
  };
}

const keyOf = ({ market, symbol, clientOrderId }: SentOrder): string => `${market}/${symbol}/${clientOrderId}`;
