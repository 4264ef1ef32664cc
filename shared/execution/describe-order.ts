import { print } from '../money/decimal.ts';
import type { DecidedOrder } from './decision.ts';

/** How a decided order reads in a timeline. */
export function describeOrder({
  draft,
  wantedQuantity,
  notional,
  price,
  leverage,
}: DecidedOrder): Record<string, unknown> {
  return {
    purpose: draft.purpose,
    side: draft.side,
    type: draft.type,
    ...timesOf(draft),
    symbol: draft.symbol,
    market: draft.market,
    wantedQuantity: print(wantedQuantity),
    quantity: print(draft.quantity),
    price: print(price),
    notional: print(notional),
    ...(leverage === undefined ? {} : { leverage: print(leverage) }),
    reduceOnly: draft.reduceOnly,
  };
}

function timesOf(draft: DecidedOrder['draft']): Record<string, unknown> {
  if (draft.type !== 'limit') return {};
  const { timeInForce, postOnly } = draft;
  return { ...(timeInForce && { timeInForce }), ...(postOnly && { postOnly }) };
}
