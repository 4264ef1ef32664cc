import { type Decimal, decimal, one, zero } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { cut8 } from '../protocol/amounts.ts';
import { ApiError } from '../protocol/api-error.ts';
import { tellBalances, tellExecution } from './events.ts';
import { wouldTrigger } from './filters.ts';
import { isContingent, isOpen, type SpotDraft, type SpotOrder } from './order.ts';
import { nextId, type SpotState, walletOf } from './state.ts';
import { costOf, crosses, executeLimit, executeMarket, plannedParts } from './take-liquidity.ts';
import type { Lock } from './wallet.ts';

const BIPS = decimal('10000');

export const rejected = (reason: string): ApiError => new ApiError(-2010, reason);
export const insufficient = (): ApiError => rejected('Account has insufficient balance for requested action.');

/** An id is taken while its order is open: filled, canceled and expired orders give it back. */
export function checkClientId(state: SpotState, account: FakeAccount, clientOrderId: string): void {
  const isTaken = state.orders.some(
    (order) => order.account === account && order.clientOrderId === clientOrderId && isOpen(order),
  );
  if (isTaken) throw rejected('Duplicate order sent.');
}

/** What the engine refuses before it takes an order. */
export function checkAgainstMarket(state: SpotState, draft: SpotDraft): void {
  if (draft.rules.status !== 'TRADING') throw rejected('Market is closed.');
  if (wouldTrigger(state, draft)) throw rejected('Order would trigger immediately.');
  if (draft.type === 'LIMIT_MAKER' && crosses(state, draft)) throw rejected('Order would immediately match and take.');
}

/** What has to be set aside for an order that may wait. Trailing buys without a stop are valued where they start. */
export function lockNeeded(
  state: SpotState,
  { rules, side, price, stopPrice, trailingDelta, quantity }: SpotDraft,
): Decimal {
  if (side === 'SELL') return quantity;
  const { last } = state.book.of(rules.symbol);
  const trailing = last.times(one.plus(decimal(String(trailingDelta ?? 0)).div(BIPS)));
  return cut8((price ?? stopPrice ?? trailing).times(quantity));
}

export function createOrder(
  state: SpotState,
  account: FakeAccount,
  draft: SpotDraft,
  { orderListId = -1, lock }: { orderListId?: number; lock?: Lock | undefined } = {},
): SpotOrder {
  const nowMs = state.clock.nowMs();
  const isWorking = !isContingent(draft.type);
  const startsTrailing = draft.trailingDelta !== undefined && draft.stopPrice === undefined;
  return {
    ...draft,
    ...{ account, orderListId, lock, isWorking, status: 'NEW', trades: [], expiryReason: undefined },
    ...{ executed: zero, cumulativeQuote: zero, filledAtChange: -1 },
    ...{ acceptedAtMs: nowMs, updatedAtMs: nowMs, workingTimeMs: isWorking ? nowMs : -1 },
    extreme: startsTrailing ? state.book.of(draft.rules.symbol).last : undefined,
    trailingSinceMs: startsTrailing ? nowMs : -1,
    orderId: nextId(state, `order ${draft.rules.symbol}`, BigInt(draft.rules.firstOrderId)),
  };
}

/** Takes a single order: checks, funds, engine. @throws ApiError when refused, and then nothing has changed */
export function acceptOrder(state: SpotState, account: FakeAccount, draft: SpotDraft): SpotOrder {
  checkAgainstMarket(state, draft);
  checkClientId(state, account, draft.clientOrderId);
  const wallet = walletOf(state, account);
  const asset = draft.side === 'BUY' ? draft.rules.quote : draft.rules.base;
  let lock: Lock | undefined;
  if (draft.type === 'MARKET') {
    const parts = plannedParts(state, draft, draft.quantity);
    const needed = draft.side === 'BUY' ? costOf(parts) : draft.quantity;
    if (wallet.balance(asset).free.lt(needed)) throw insufficient();
  } else {
    lock = wallet.lock(asset, lockNeeded(state, draft));
    if (lock === undefined) throw insufficient();
  }
  const order = createOrder(state, account, draft, { lock });
  state.orders.push(order);
  tellExecution(state, order, 'NEW');
  if (draft.type === 'MARKET') executeMarket(state, order);
  else if (order.isWorking) executeLimit(state, order);
  tellBalances(state, order);
  return order;
}
