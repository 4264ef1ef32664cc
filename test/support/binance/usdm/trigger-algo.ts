import { type Decimal, decimal, max, min, one } from '../../../../shared/money/decimal.ts';
import { ApiError } from '../protocol/api-error.ts';
import { nextId } from '../spot/state.ts';
import { acceptUsdm } from './accept-order.ts';
import { type AlgoDraft, type AlgoOrder, type AlgoStatus, triggersAbove } from './algo-order.ts';
import { tellAlgo } from './events.ts';
import { isOpen } from './order.ts';
import { holdingOf, positionOf, type UsdmState } from './state.ts';

const PERCENT = decimal('100');
const FIRST_CHILD = 100_000_000_000_000n;

export const watchedPrice = (state: UsdmState, { rules, workingType }: AlgoDraft): Decimal => {
  const { last, mark } = state.book.of(rules.symbol);
  return workingType === 'MARK_PRICE' ? mark : last;
};

export const isReached = (draft: AlgoDraft, price: Decimal): boolean =>
  draft.triggerPrice !== undefined &&
  (triggersAbove(draft) ? price.gte(draft.triggerPrice) : price.lte(draft.triggerPrice));

export function moveAlgo(state: UsdmState, algo: AlgoOrder, status: AlgoStatus): void {
  algo.status = status;
  algo.updatedAtMs = state.clock.nowMs();
  tellAlgo(state, algo);
}

/** What a new price does to a waiting conditional order. */
export function followAlgo(state: UsdmState, algo: AlgoOrder): void {
  const price = watchedPrice(state, algo);
  const isDue = algo.type === 'TRAILING_STOP_MARKET' ? hasTurned(algo, price) : isReached(algo, price);
  if (isDue) trigger(state, algo);
}

/** A sell follows the highest price once that has reached `activatePrice`, and triggers so many percent below it. */
function hasTurned(algo: AlgoOrder, price: Decimal): boolean {
  const { activatePrice, callbackRate, side } = algo;
  if (algo.extreme === undefined) {
    const isActive =
      activatePrice === undefined || (side === 'SELL' ? price.gte(activatePrice) : price.lte(activatePrice));
    if (isActive) algo.extreme = price;
    return false;
  }
  algo.extreme = side === 'SELL' ? max(algo.extreme, price) : min(algo.extreme, price);
  const rate = (callbackRate ?? one).div(PERCENT);
  return side === 'SELL'
    ? price.lte(algo.extreme.times(one.minus(rate)))
    : price.gte(algo.extreme.times(one.plus(rate)));
}

/** Makes an ordinary order, under an id of its own; the margin is looked at only now. */
function trigger(state: UsdmState, algo: AlgoOrder): void {
  algo.triggeredAtMs = state.clock.nowMs();
  moveAlgo(state, algo, 'TRIGGERING');
  const held = positionOf(holdingOf(state, algo.account), algo.rules.symbol, algo.positionSide).amount.abs();
  const quantity = algo.quantity ?? held;
  if (algo.closePosition && held.eq('0')) {
    moveAlgo(state, algo, 'EXPIRED');
    return;
  }
  const isMarket = algo.type.endsWith('MARKET');
  const { rules, side, positionSide, timeInForce, account } = algo;
  const draft = {
    ...{ rules, side, positionSide, quantity, goodTillMs: 0 },
    type: isMarket ? ('MARKET' as const) : ('LIMIT' as const),
    timeInForce: isMarket ? ('GTC' as const) : timeInForce,
    price: isMarket ? undefined : algo.price,
    reduceOnly: positionSide === 'BOTH' && (algo.reduceOnly || algo.closePosition),
    clientOrderId: `child${nextId(state, 'child', FIRST_CHILD)}`,
  };
  try {
    const { clientAlgoId, closePosition } = algo;
    algo.actual = acceptUsdm(state, account, draft, { clientAlgoId, closePosition });
    moveAlgo(state, algo, 'TRIGGERED');
    settleAlgos(state);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    algo.refusal = error.message;
    moveAlgo(state, algo, 'REJECTED');
  }
}

/** A triggered conditional order is finished when the order it made is. */
export function settleAlgos(state: UsdmState): void {
  for (const algo of state.algos) {
    if (algo.status === 'TRIGGERED' && algo.actual !== undefined && !isOpen(algo.actual))
      moveAlgo(state, algo, 'FINISHED');
  }
}
