import { type Decimal, decimal, zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { isMultiple } from '../protocol/amounts.ts';
import { ApiError } from '../protocol/api-error.ts';
import type { UsdmSymbolRules } from '../symbols/usdm-symbol.ts';
import { closesHedge, isOpen, type Side, type UsdmDraft } from './order.ts';
import type { UsdmState } from './state.ts';

/** Codes and texts: https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code */
export function checkUsdmFilters(state: UsdmState, account: FakeAccount, draft: UsdmDraft): void {
  const { rules, side, type, price, quantity } = draft;
  if (rules.status !== 'TRADING') throw new ApiError(-4140, 'Invalid symbol status for opening position');
  if (price !== undefined) checkPrice(rules, price);
  checkQuantity(rules, quantity, type === 'MARKET');
  if (price !== undefined) checkPercentPrice(state, rules, side, price);
  if (type === 'MARKET') checkCounterparty(state, rules, side);
  const isReducing = draft.reduceOnly || closesHedge(draft);
  const value = quantity.times(price ?? state.book.of(rules.symbol).mark);
  if (!isReducing && value.lt(decimal(rules.minNotional)))
    throw new ApiError(
      -4164,
      `Order's notional must be no smaller than ${rules.minNotional} (unless you choose reduce only)`,
    );
  const open = state.orders.filter(
    (order) => order.account === account && order.rules.symbol === rules.symbol && isOpen(order),
  );
  if (type === 'LIMIT' && open.length >= rules.maxNumOrders) throw new ApiError(-2025, 'Reach max open order limit.');
}

export function checkPrice(rules: UsdmSymbolRules, price: Decimal): void {
  if (price.lte(zero)) throw new ApiError(-4001, 'Price less than 0.');
  if (price.gt(decimal(rules.maxPrice))) throw new ApiError(-4002, 'Price greater than max price.');
  if (price.lt(decimal(rules.minPrice))) throw new ApiError(-4013, 'Price less than min price.');
  if (!isMultiple(price, decimal(rules.tickSize))) throw new ApiError(-4014, 'Price not increased by tick size.');
}

export function checkQuantity(rules: UsdmSymbolRules, quantity: Decimal, isMarket: boolean): void {
  if (quantity.lte(zero)) throw new ApiError(-4003, 'Quantity less than zero.');
  if (quantity.lt(decimal(rules.minQty))) throw new ApiError(-4004, 'Quantity less than min quantity.');
  if (quantity.gt(decimal(isMarket ? rules.marketMaxQty : rules.maxQty)))
    throw new ApiError(-4005, 'Quantity greater than max quantity.');
  if (!isMultiple(quantity, decimal(rules.stepSize))) throw new ApiError(-4023, 'Qty not increased by step size.');
}

/** A buy may not stand too far above the mark, a sell not too far below it. */
function checkPercentPrice(state: UsdmState, rules: UsdmSymbolRules, side: Side, price: Decimal): void {
  const { mark } = state.book.of(rules.symbol);
  if (side === 'BUY' && price.gt(mark.times(decimal(rules.multiplierUp))))
    throw new ApiError(-4016, 'Price is higher than mark price multiplier cap.');
  if (side === 'SELL' && price.lt(mark.times(decimal(rules.multiplierDown))))
    throw new ApiError(-4024, 'Price is lower than mark price multiplier floor.');
}

function checkCounterparty(state: UsdmState, rules: UsdmSymbolRules, side: Side): void {
  const { ask, bid, mark } = state.book.of(rules.symbol);
  const isFar =
    side === 'BUY'
      ? ask.gt(mark.times(decimal(rules.multiplierUp)))
      : bid.lt(mark.times(decimal(rules.multiplierDown)));
  if (isFar) throw new ApiError(-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit");
}
