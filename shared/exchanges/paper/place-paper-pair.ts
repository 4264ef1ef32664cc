import type { PairLeg, PairOutcome, PairRequest, StopTerms, TakeProfitTerms } from '../exchange.ts';
import { newOrder } from './new-order.ts';
import { type PaperPair, pairOnBooks } from './pair-on-books.ts';
import { asExchangeOrder, type PaperOrder } from './paper-order.ts';
import { type MarketPrice, placeOnBooks } from './place-on-books.ts';
import type { PlacePaperOrderDeps } from './place-paper-order.ts';
import { duplicateOrder, INVALID_SYMBOL } from './refusal.ts';
import type { Terms } from './settle-order.ts';
import type { Change, Page } from './store.ts';
import { paperSymbol } from './symbols.ts';

/** Places a target and a stop once: linked on spot, one after the other on USD-M, as Binance does. */
export async function placePaperPair(deps: PlacePaperOrderDeps, request: PairRequest): Promise<PairOutcome> {
  const { market, symbol, takeProfit, stop } = request;
  const rules = paperSymbol(market, symbol);
  if (rules === undefined) return { status: 'rejected', ...INVALID_SYMBOL };
  if (takeProfit.clientOrderId === stop.clientOrderId) return { status: 'rejected', ...duplicateOrder(market) };
  const marketPrice = (await deps.store.lastPrice(market, symbol))?.price;
  const clientOrderIds = [takeProfit.clientOrderId, stop.clientOrderId];
  return deps.store.change({ accountId: deps.accountId, market, clientOrderIds }, (page) => {
    const placing = { request, marketPrice, terms: { rules, settings: page.settings } };
    return market === 'spot' ? placeLinked(deps, page, placing) : placeSeparately(deps, page, placing);
  });
}

type Placing = { request: PairRequest; marketPrice: MarketPrice; terms: Terms };

function placeLinked({ now, newId }: PlacePaperOrderDeps, page: Page, placing: Placing): Change<PairOutcome> {
  const { request, marketPrice, terms } = placing;
  const [takeProfit, stop] = [known(page, request.takeProfit), known(page, request.stop)];
  const isPair = takeProfit?.pairId !== undefined && takeProfit.pairId === stop?.pairId;
  if (isPair) return { result: placed({ takeProfit, stop }, true) };
  if (page.found.length > 0) return { result: { status: 'rejected', ...duplicateOrder('spot') } };
  const pairId = newId('pap');
  const leg = (terms: AnyLeg): PaperOrder =>
    newOrder({ ...request, reduceOnly: false, ...terms }, { id: newId('pap'), at: now(), pairId });
  const legs = { stop: leg(request.stop), takeProfit: leg(request.takeProfit) };
  const settled = pairOnBooks(page.books, { ...legs, marketPrice }, terms);
  if (!settled.ok) return { result: { status: 'rejected', ...settled.refusal } };
  return { result: placed(settled, true), books: settled.books, orders: [settled.takeProfit, settled.stop] };
}

/** The stop first, so that it alone stands when the target is refused. */
function placeSeparately(deps: PlacePaperOrderDeps, page: Page, placing: Placing): Change<PairOutcome> {
  const { request, marketPrice, terms } = placing;
  const at = deps.now();
  const orders: PaperOrder[] = [];
  let books = page.books;
  const place = (leg: AnyLeg) => {
    const found = known(page, leg);
    if (found !== undefined) return { ok: true as const, order: found };
    const order = newOrder({ ...request, reduceOnly: true, ...leg }, { id: deps.newId('pap'), at });
    const settled = placeOnBooks(books, { order, marketPrice, at, newTradeId: () => deps.newId('pap') }, terms);
    if (!settled.ok) return settled;
    books = settled.books;
    orders.push(settled.order);
    return settled;
  };
  const stop = place(request.stop);
  if (!stop.ok) return { result: { status: 'rejected', ...stop.refusal } };
  const takeProfit = place(request.takeProfit);
  if (takeProfit.ok)
    return { result: placed({ takeProfit: takeProfit.order, stop: stop.order }, false), books, orders };
  const refused = { status: 'rejected' as const, ...takeProfit.refusal };
  const result: PairOutcome = { status: 'half_placed', stop: asExchangeOrder(stop.order), takeProfit: refused };
  return { result, books, orders };
}

type AnyLeg = PairLeg<TakeProfitTerms> | PairLeg<StopTerms>;

function known({ found }: Page, { clientOrderId }: AnyLeg): PaperOrder | undefined {
  return found.find((order) => order.clientOrderId === clientOrderId);
}

function placed({ takeProfit, stop }: PaperPair, isLinked: boolean): PairOutcome {
  return { status: 'placed', isLinked, takeProfit: asExchangeOrder(takeProfit), stop: asExchangeOrder(stop) };
}
