import type { NewId } from '../../ids/new-id.ts';
import { zero } from '../../money/decimal.ts';
import { isConditional } from '../../orders/order.ts';
import type { Clock } from '../../time/clock.ts';
import type { OrderRequest, PlaceOutcome } from '../exchange.ts';
import type { SymbolRules } from '../symbol-rules.ts';
import { asExchangeOrder, type PaperOrder } from './paper-order.ts';
import { type MarketPrice, placeOnBooks } from './place-on-books.ts';
import { INVALID_SYMBOL, notSupported } from './refusal.ts';
import { seePrice } from './see-price.ts';
import type { Change, Page, PaperStore } from './store.ts';
import { paperSymbol } from './symbols.ts';

export type PlacePaperOrderDeps = { store: PaperStore; now: Clock; newId: NewId; accountId: string };

/** Places an order once: the same client order id again is answered with the first order as it stands now. */
export async function placePaperOrder(deps: PlacePaperOrderDeps, request: OrderRequest): Promise<PlaceOutcome> {
  const { market, symbol, clientOrderId } = request;
  const rules = paperSymbol(market, symbol);
  if (rules === undefined) return { status: 'rejected', ...INVALID_SYMBOL };
  if (isConditional(request)) return { status: 'rejected', ...notSupported(`orders of type "${request.type}"`) };
  const marketPrice = await currentPrice(deps, request);
  return deps.store.change({ accountId: deps.accountId, market, clientOrderId }, (page) =>
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
  if (page.order !== undefined) return { result: { status: 'accepted', order: asExchangeOrder(page.order) } };
  const { request, rules, marketPrice } = placing;
  const at = now();
  const order = newOrder(request, newId('pap'), at);
  const moment = { at, newTradeId: () => newId('pap') };
  const settled = placeOnBooks(page.books, { order, marketPrice, ...moment }, { rules, settings: page.settings });
  if (!settled.ok) return { result: { status: 'rejected', ...settled.refusal } };
  const result: PlaceOutcome = { status: 'accepted', order: asExchangeOrder(settled.order) };
  return { result, books: settled.books, orders: [settled.order] };
}

function newOrder(request: OrderRequest, id: string, at: Date): PaperOrder {
  const { clientOrderId, market, symbol, side, quantity, reduceOnly } = request;
  const common = {
    id,
    clientOrderId,
    market,
    symbol,
    side,
    quantity,
    reduceOnly,
    fills: [],
    createdAt: at,
    updatedAt: at,
  };
  if (request.type !== 'limit') return { ...common, status: 'open', type: 'market' };
  const { price, timeInForce, postOnly } = request;
  return {
    ...{ ...common, status: 'open', type: 'limit', price },
    ...(timeInForce === undefined ? {} : { timeInForce }),
    ...(postOnly === undefined ? {} : { postOnly }),
  };
}
