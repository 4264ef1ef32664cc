import { type Decimal, zero } from '../../../../shared/money/decimal.ts';
import { cut8 } from '../protocol/amounts.ts';
import { expireSibling, freeFunds, settleList } from './close-order.ts';
import { commissionOf } from './commission.ts';
import { tellBalances, tellExecution } from './events.ts';
import { isMarketType, remainingOf, type SpotOrder, type SpotTrade } from './order.ts';
import { nextId, type SpotState, walletOf } from './state.ts';

const FIRST_TRADE = 3_500_000_000n;

/** What an order needs set aside for what is left of it. */
export function needOf(order: SpotOrder): Decimal {
  const remaining = remainingOf(order);
  return order.side === 'SELL' ? remaining : cut8(remaining.times(order.price ?? order.stopPrice ?? zero));
}

/** Trades part of an order: pays, receives less commission, counts, tells. */
export function fillOrder(
  state: SpotState,
  order: SpotOrder,
  { price, quantity, isMaker }: { price: Decimal; quantity: Decimal; isMaker: boolean },
): void {
  const { rules, account, side } = order;
  const nowMs = state.clock.nowMs();
  const wallet = walletOf(state, account);
  const quote = cut8(price.times(quantity));
  const isFirst = order.executed.eq(zero);
  if (isFirst) state.counts.giveBack(account, nowMs);
  if (isFirst && !isMarketType(order.type)) expireSibling(state, order);
  pay(state, order, side === 'BUY' ? { asset: rules.quote, amount: quote } : { asset: rules.base, amount: quantity });
  const received = side === 'BUY' ? quantity : quote;
  const receivedAsset = side === 'BUY' ? rules.base : rules.quote;
  const commission = commissionOf(state, order, { received, quote, isMaker });
  wallet.add(receivedAsset, received);
  wallet.pay(commission.asset, commission.amount);
  const trade: SpotTrade = {
    id: Number(nextId(state, `trade ${rules.symbol}`, FIRST_TRADE)),
    ...{ price, quantity, quote, isMaker, timeMs: nowMs },
    ...{ commission: commission.amount, commissionAsset: commission.asset },
  };
  order.trades.push(trade);
  order.executed = order.executed.plus(quantity);
  order.cumulativeQuote = order.cumulativeQuote.plus(quote);
  order.updatedAtMs = nowMs;
  order.filledAtChange = state.changes;
  order.status = remainingOf(order).eq(zero) ? 'FILLED' : 'PARTIALLY_FILLED';
  if (order.lock !== undefined) wallet.unlockTo(order.lock, needOf(order));
  if (order.status === 'FILLED') freeFunds(state, order);
  tellExecution(state, order, 'TRADE', { trade });
  tellBalances(state, order);
  if (order.status === 'FILLED') settleList(state, order);
}

function pay(state: SpotState, order: SpotOrder, { asset, amount }: { asset: string; amount: Decimal }): void {
  const wallet = walletOf(state, order.account);
  if (order.lock !== undefined) {
    wallet.payLocked(order.lock, amount);
    return;
  }
  if (!wallet.pay(asset, amount))
    throw new RangeError(`Cannot fill order ${order.orderId}: ${amount.toFixed()} ${asset} is not free`);
}
