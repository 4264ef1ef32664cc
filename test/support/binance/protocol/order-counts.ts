import type { FakeAccount } from '../account.ts';
import { ApiError } from './api-error.ts';

export type CountWindow = { label: string; interval: 'SECOND' | 'MINUTE' | 'DAY'; intervalNum: number; limit: number };

const MS = { SECOND: 1_000, MINUTE: 60_000, DAY: 86_400_000 };
const TOO_MANY_STATUS = 429;

export type OrderCounts = {
  /**
   * Carries out `place` and counts its orders, unless they would be too many (-1015) or are refused.
   * https://github.com/binance/binance-spot-api-docs/blob/master/faqs/order_count_decrement.md
   */
  counted<T>(account: FakeAccount, orders: number, nowMs: number, place: () => T): T;
  /** Spot gives one back when an order trades for the first time. */
  giveBack(account: FakeAccount, nowMs: number): void;
  counts(account: FakeAccount, nowMs: number): { window: CountWindow; count: number }[];
};

/** Counts new orders per account in windows that begin at full multiples of their length. */
export function orderCounts(windows: readonly CountWindow[]): OrderCounts {
  const kept = new Map<string, number>();
  const keyOf = (account: FakeAccount, window: CountWindow, nowMs: number): string =>
    `${account.apiKey} ${window.label} ${Math.floor(nowMs / lengthMs(window))}`;
  const countOf = (account: FakeAccount, window: CountWindow, nowMs: number): number =>
    kept.get(keyOf(account, window, nowMs)) ?? 0;
  const change = (account: FakeAccount, by: number, nowMs: number): void => {
    for (const window of windows)
      kept.set(keyOf(account, window, nowMs), Math.max(0, countOf(account, window, nowMs) + by));
  };
  return {
    counted(account, orders, nowMs, place) {
      const full = windows.find((window) => countOf(account, window, nowMs) + orders > window.limit);
      if (full !== undefined) throw tooManyOrders(full, nowMs);
      change(account, orders, nowMs);
      try {
        return place();
      } catch (error) {
        change(account, -orders, nowMs);
        throw error;
      }
    },
    giveBack: (account, nowMs) => change(account, -1, nowMs),
    counts: (account, nowMs) => windows.map((window) => ({ window, count: countOf(account, window, nowMs) })),
  };
}

function lengthMs({ interval, intervalNum }: CountWindow): number {
  return MS[interval] * intervalNum;
}

function tooManyOrders(window: CountWindow, nowMs: number): ApiError {
  const leftMs = lengthMs(window) - (nowMs % lengthMs(window));
  return new ApiError(
    -1015,
    `Too many new orders; current limit is ${window.limit} orders per ${window.intervalNum} ${window.interval}.`,
    TOO_MANY_STATUS,
    { 'Retry-After': String(Math.ceil(leftMs / MS.SECOND)) },
  );
}
