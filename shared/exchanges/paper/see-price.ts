import type { NewId } from '../../ids/new-id.ts';
import { zero } from '../../money/decimal.ts';
import type { Clock } from '../../time/clock.ts';
import { matchOpenOrders } from './match-open-orders.ts';
import { isOpen } from './paper-order.ts';
import type { PaperStore, SeenPrice } from './store.ts';

export type SeePriceDeps = { store: PaperStore; now: Clock; newId: NewId };
export type Matched = { ended: number; failures: { accountId: string; error: unknown }[] };

/**
 * Remembers a price, fills the resting orders that it reaches and triggers the waiting ones, of every account. An account that cannot be served is
 * reported and holds up no other. @returns how many orders were filled or expired
 */
export async function seePrice(deps: SeePriceDeps, seen: SeenPrice): Promise<Matched> {
  const matched: Matched = { ended: 0, failures: [] };
  if (seen.price.lte(zero)) return matched;
  for (const accountId of await deps.store.keepPrice(seen)) {
    try {
      matched.ended += await matchAccount(deps, accountId, seen);
    } catch (error) {
      matched.failures.push({ accountId, error });
    }
  }
  return matched;
}

function matchAccount({ store, now, newId }: SeePriceDeps, accountId: string, seen: SeenPrice): Promise<number> {
  const moment = { at: now(), newTradeId: () => newId('pap') };
  return store.change({ accountId, market: seen.market }, ({ books, settings }) => {
    const { books: after, orders } = matchOpenOrders(books, { ...seen, ...moment }, settings);
    return { result: orders.filter((order) => !isOpen(order)).length, books: after, orders };
  });
}
