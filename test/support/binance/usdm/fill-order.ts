import { type Decimal, zero } from '../../../../shared/money/decimal.ts';
import { cut8 } from '../protocol/amounts.ts';
import { nextId } from '../spot/state.ts';
import { reducible } from './check-reducing.ts';
import { tellAccount, tellOrder } from './events.ts';
import { isOpen, remainingOf, type UsdmOrder, type UsdmTrade } from './order.ts';
import { applyTrade } from './position.ts';
import { balanceOf, holdingOf, positionOf, type UsdmState } from './state.ts';

const FIRST_TRADE = 698_759n;
const MARGIN_ASSET = 'USDT';

/** Trades part of an order: position, realized PnL, commission on the notional in USDT, events. */
export function fillUsdm(
  state: UsdmState,
  order: UsdmOrder,
  { price, quantity, isMaker }: { price: Decimal; quantity: Decimal; isMaker: boolean },
): void {
  const nowMs = state.clock.nowMs();
  const holding = holdingOf(state, order.account);
  const position = positionOf(holding, order.rules.symbol, order.positionSide);
  const realized = applyTrade(position, order.side, quantity, price);
  position.updatedAtMs = nowMs;
  const quote = price.times(quantity);
  const { maker, taker } = order.account.usdmCommission;
  const commission = cut8(quote.times(isMaker ? maker : taker));
  holding.balances.set(MARGIN_ASSET, balanceOf(holding, MARGIN_ASSET).plus(realized).minus(commission));
  const trade: UsdmTrade = {
    id: Number(nextId(state, `trade ${order.rules.symbol}`, FIRST_TRADE)),
    ...{ price, quantity, quote, commission, realized, isMaker, timeMs: nowMs },
  };
  order.trades.push(trade);
  order.executed = order.executed.plus(quantity);
  order.cumulativeQuote = order.cumulativeQuote.plus(quote);
  order.updatedAtMs = nowMs;
  order.filledAtChange = state.changes;
  order.status = remainingOf(order).eq(zero) ? 'FILLED' : 'PARTIALLY_FILLED';
  tellAccount(state, order);
  tellOrder(state, order, 'TRADE', trade);
  expireIdleReducers(state, order);
}

export function closeUsdm(state: UsdmState, order: UsdmOrder, status: 'CANCELED' | 'EXPIRED'): void {
  if (!isOpen(order)) return;
  order.status = status;
  order.updatedAtMs = state.clock.nowMs();
  tellOrder(state, order, status);
}

/** Orders that may only reduce go when nothing is left to reduce. */
function expireIdleReducers(state: UsdmState, filled: UsdmOrder): void {
  for (const order of state.orders) {
    const isSame = order.account === filled.account && order.rules.symbol === filled.rules.symbol;
    if (
      isSame &&
      order !== filled &&
      order.reduceOnly &&
      isOpen(order) &&
      reducible(state, order, remainingOf(order)).eq(zero)
    )
      closeUsdm(state, order, 'EXPIRED');
  }
}
