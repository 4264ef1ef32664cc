import type { NewId } from '../../ids/new-id.ts';
import { zero } from '../../money/decimal.ts';
import type { Clock } from '../../time/clock.ts';
import type { OrderRequest, PlaceOutcome } from '../exchange.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import { newOrder } from './new-order.ts';
import { asExchangeOrder } from './paper-order.ts';
import { type MarketPrice, placeOnBooks } from './place-on-books.ts';
import { INVALID_SYMBOL } from './refusal.ts';
import { seePrice } from './see-price.ts';
import type { Change, Page, PaperStore } from './store.ts';
import { paperSymbol } from './symbols.ts';

export type PlacePaperOrderDeps = { store: PaperStore; now: Clock; newId: NewId; accountId: string };

/** Places an order once: the same client order id again is answered with the first order as it stands now. */
export async function placePaperOrder(deps: PlacePaperOrderDeps, request: OrderRequest): Promise<PlaceOutcome> {
  const { market, symbol, clientOrderId } = request;
  const rules = paperSymbol(market, symbol);
  if (rules === undefined) return { status: 'rejected', ...INVALID_SYMBOL };
  const marketPrice = await currentPrice(deps, request);
  return deps.store.change({ accountId: deps.accountId, market, clientOrderIds: [clientOrderId] }, (page) =>
    decide(deps, page, { request, rules, marketPrice }),
  );
}

/** The price that the order brings is news to everybody; without one the last price seen has to do. */
async function currentPrice(deps: PlacePaperOrderDeps, request: OrderRequest): Promise<MarketPrice> {
  const { market, symbol, referencePrice } = request;
  if (referencePrice === undefined || referencePrice.lte(zero))
    return (await deps.store.lastPrice(market, symbol))?.price;
  await seePrice(deps, { market, symbol, price: referencePrice, seenAt: deps.now(), source: 'alert' });
  return referencePrice;
}

type Placing = { request: OrderRequest; rules: SymbolRules; marketPrice: MarketPrice };

function decide({ now, newId }: PlacePaperOrderDeps, page: Page, placing: Placing): Change<PlaceOutcome> {
  const [known] = page.found;
  if (known !== undefined) return { result: { status: 'accepted', order: asExchangeOrder(known) } };
  const { request, rules, marketPrice } = placing;
  const at = now();
  const order = newOrder({ ...request, reduceOnly: mayOnlyReduce(request) }, { id: newId('pap'), at });
  const moment = { at, newTradeId: () => newId('pap') };
  const settled = placeOnBooks(page.books, { order, marketPrice, ...moment }, { rules, settings: page.settings });
  if (!settled.ok) return { result: { status: 'rejected', ...settled.refusal } };
  const result: PlaceOutcome = { status: 'accepted', order: asExchangeOrder(settled.order) };
  return { result, books: settled.books, orders: [settled.order] };
}

/** On USD-M what protects a position never opens one. Spot has no such flag. */
function mayOnlyReduce({ market, purpose, reduceOnly }: OrderRequest): boolean {
  return reduceOnly || (market === 'usdm' && purpose === 'protect');
}
