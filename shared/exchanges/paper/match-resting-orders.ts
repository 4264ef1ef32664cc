import { type Matched, type SeePriceDeps, seePrice } from './see-price.ts';

/**
 * Looks once more at every symbol with open orders, at its last known price. It finds what a price could not fill when it
 * was seen: because the process died in between, or because the order was being written at that moment.
 */
export async function matchRestingOrders(deps: SeePriceDeps): Promise<Matched> {
  const all: Matched = { ended: 0, failures: [] };
  for (const { market, symbol } of await deps.store.openSymbols()) {
    const last = await deps.store.lastPrice(market, symbol);
    if (last === undefined) continue;
    const { ended, failures } = await seePrice(deps, { market, symbol, source: 'last', ...last });
    all.ended += ended;
    all.failures.push(...failures);
  }
  return all;
}
