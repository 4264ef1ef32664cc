import type { FakeAccount } from '../account.ts';
import { ApiError } from '../protocol/api-error.ts';
import { nextId } from '../spot/state.ts';
import type { AlgoDraft, AlgoOrder } from './algo-order.ts';
import { tellAlgo } from './events.ts';
import { checkPrice, checkQuantity } from './filters.ts';
import type { UsdmState } from './state.ts';
import { isReached, watchedPrice } from './trigger-algo.ts';

const FIRST_ALGO = 2_146_760n;

/** Takes a conditional order. Neither margin nor position is looked at before it triggers. */
export function acceptAlgo(state: UsdmState, account: FakeAccount, draft: AlgoDraft): AlgoOrder {
  const { rules } = draft;
  for (const price of [draft.price, draft.triggerPrice, draft.activatePrice])
    if (price !== undefined) checkPrice(rules, price);
  if (draft.quantity !== undefined) checkQuantity(rules, draft.quantity, draft.type.endsWith('MARKET'));
  const waiting = state.algos.filter((algo) => algo.account === account && algo.status === 'NEW');
  if (waiting.some(({ clientAlgoId }) => clientAlgoId === draft.clientAlgoId))
    throw new ApiError(-4116, 'clientOrderId is duplicated');
  if (waiting.filter((algo) => algo.rules.symbol === rules.symbol).length >= rules.maxNumAlgoOrders)
    throw new ApiError(-4045, 'Reach max stop order limit.');
  if (wouldTrigger(state, draft)) throw new ApiError(-2021, 'Order would immediately trigger.');
  const nowMs = state.clock.nowMs();
  const startsAtOnce = draft.type === 'TRAILING_STOP_MARKET' && draft.activatePrice === undefined;
  const algo: AlgoOrder = {
    ...draft,
    ...{ account, status: 'NEW', actual: undefined, refusal: '' },
    ...{ createdAtMs: nowMs, updatedAtMs: nowMs, triggeredAtMs: 0 },
    extreme: startsAtOnce ? watchedPrice(state, draft) : undefined,
    algoId: Number(nextId(state, 'algo', FIRST_ALGO)),
  };
  state.algos.push(algo);
  tellAlgo(state, algo);
  return algo;
}

/** A trailing buy is activated below the market, a trailing sell above it. */
function wouldTrigger(state: UsdmState, draft: AlgoDraft): boolean {
  const price = watchedPrice(state, draft);
  if (draft.activatePrice === undefined) return isReached(draft, price);
  return draft.side === 'BUY' ? draft.activatePrice.gte(price) : draft.activatePrice.lte(price);
}
