import { type Decimal, decimal, sum, zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { isMultiple } from '../protocol/amounts.ts';
import { ApiError } from '../protocol/api-error.ts';
import type { SpotSymbolRules } from '../symbols/spot-symbol.ts';
import { isContingent, isMarketType, isOpen, remainingOf, type SpotDraft, waitsAbove } from './order.ts';
import { type SpotState, walletOf } from './state.ts';

const MIN_TRAILING = 10;
const MAX_TRAILING = 2_000;
const EXCHANGE_MAX_ORDERS = 1_000;

const failure = (filter: string): ApiError => new ApiError(-1013, `Filter failure: ${filter}`);

/**
 * The symbol filters, in the order in which `exchangeInfo` lists them; the first that fails answers.
 * @param ahead what the same order list places before it, which counts as open already
 */
export function checkFilters(
  state: SpotState,
  account: FakeAccount,
  draft: SpotDraft,
  ahead: readonly SpotDraft[] = [],
): void {
  const { rules } = draft;
  for (const price of [draft.price, draft.stopPrice]) if (price !== undefined) checkPrice(rules, price);
  checkLot(draft);
  checkTrailing(draft);
  if (draft.price !== undefined) checkPercentPrice(state, draft, draft.price);
  checkNotional(state, draft);
  checkOpenOrders(state, account, draft, ahead);
  checkPosition(state, account, draft);
}

function checkPrice(rules: SpotSymbolRules, price: Decimal): void {
  const fits =
    price.gte(decimal(rules.minPrice)) &&
    price.lte(decimal(rules.maxPrice)) &&
    isMultiple(price, decimal(rules.tickSize));
  if (!fits) throw failure('PRICE_FILTER');
}

function checkLot({ rules, type, quantity, quoteQuantity }: SpotDraft): void {
  const isMarket = isMarketType(type);
  if (quoteQuantity === undefined || quantity.eq(zero)) {
    const fits = within(quantity, rules) && isMultiple(quantity, decimal(rules.stepSize));
    if (!fits) throw failure('LOT_SIZE');
  }
  if (!isMarket) return;
  const fits = within(quantity, rules.marketLot) && isMultiple(quantity, decimal(rules.marketLot.stepSize));
  if (!fits) throw failure('MARKET_LOT_SIZE');
}

function within(quantity: Decimal, { minQty, maxQty }: { minQty: string; maxQty: string }): boolean {
  return quantity.gte(decimal(minQty)) && quantity.lte(decimal(maxQty));
}

function checkTrailing({ trailingDelta }: SpotDraft): void {
  if (trailingDelta === undefined) return;
  if (trailingDelta < MIN_TRAILING || trailingDelta > MAX_TRAILING) throw failure('TRAILING_DELTA');
}

function checkPercentPrice(state: SpotState, { rules, side }: SpotDraft, price: Decimal): void {
  const { average } = state.book.of(rules.symbol);
  const { bidUp, bidDown, askUp, askDown } = rules.percentPrice;
  const [up, down] = side === 'BUY' ? [bidUp, bidDown] : [askUp, askDown];
  if (price.gt(average.times(decimal(up))) || price.lt(average.times(decimal(down))))
    throw failure('PERCENT_PRICE_BY_SIDE');
}

/** Orders without a price of their own are valued at the average price, and only if the filter says so. */
function checkNotional(state: SpotState, draft: SpotDraft): void {
  const { notional } = draft.rules;
  const isMarket = isMarketType(draft.type);
  const price = draft.price ?? draft.stopPrice ?? state.book.of(draft.rules.symbol).average;
  const value = draft.quoteQuantity ?? price.times(draft.quantity);
  const minApplies = !isMarket || (notional.filter === 'NOTIONAL' ? notional.applyMinToMarket : notional.applyToMarket);
  if (minApplies && value.lt(decimal(notional.min))) throw failure(notional.filter);
  if (notional.filter === 'MIN_NOTIONAL') return;
  if ((!isMarket || notional.applyMaxToMarket) && value.gt(decimal(notional.max))) throw failure('NOTIONAL');
}

function checkOpenOrders(
  state: SpotState,
  account: FakeAccount,
  { rules, type }: SpotDraft,
  ahead: readonly SpotDraft[],
): void {
  const everywhere = state.orders.filter((order) => order.account === account && isOpen(order));
  const open = everywhere.filter((order) => order.rules.symbol === rules.symbol);
  if (type !== 'MARKET' && open.length + ahead.length >= rules.maxNumOrders) throw failure('MAX_NUM_ORDERS');
  const algos = [...open.filter(({ isWorking }) => !isWorking), ...ahead].filter((order) => isContingent(order.type));
  if (isContingent(type) && algos.length >= rules.maxNumAlgoOrders) throw failure('MAX_NUM_ALGO_ORDERS');
  if (everywhere.length + ahead.length >= EXCHANGE_MAX_ORDERS) throw failure('EXCHANGE_MAX_NUM_ORDERS');
}

export function checkOrderLists(state: SpotState, account: FakeAccount, rules: SpotSymbolRules): void {
  const open = state.lists.filter(
    (list) => list.account === account && list.symbol === rules.symbol && list.status === 'EXEC_STARTED',
  );
  if (open.length >= rules.maxNumOrderLists) throw failure('MAX_NUM_ORDER_LISTS');
}

/** Free, locked and everything that open buys may still bring. */
function checkPosition(state: SpotState, account: FakeAccount, { rules, side, quantity }: SpotDraft): void {
  if (rules.maxPosition === undefined || side === 'SELL') return;
  const { free, locked } = walletOf(state, account).balance(rules.base);
  const buys = state.orders.filter(
    (order) =>
      order.account === account && order.rules.symbol === rules.symbol && order.side === 'BUY' && isOpen(order),
  );
  const position = free.plus(locked).plus(sum(buys.map(remainingOf)));
  if (position.plus(quantity).gt(decimal(rules.maxPosition))) throw failure('MAX_POSITION');
}

/** A stop that its market already passed is refused, not triggered. */
export function wouldTrigger(state: SpotState, draft: SpotDraft): boolean {
  if (!isContingent(draft.type) || draft.stopPrice === undefined) return false;
  const { last } = state.book.of(draft.rules.symbol);
  return waitsAbove(draft) ? last.gte(draft.stopPrice) : last.lte(draft.stopPrice);
}
