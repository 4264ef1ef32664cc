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
    ...termsOf(draft),
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

/** How long it stands, and what it waits for. `price` is what it was decided on. */
function termsOf(draft: DecidedOrder['draft']): Record<string, unknown> {
  switch (draft.type) {
    case 'market':
      return {};
    case 'limit': {
      const { timeInForce, postOnly } = draft;
      return { ...(timeInForce && { timeInForce }), ...(postOnly && { postOnly }) };
    }
    case 'stop_market':
    case 'take_profit_market':
      return { stopPrice: print(draft.stopPrice) };
    case 'stop_limit':
    case 'take_profit_limit':
      return { stopPrice: print(draft.stopPrice), limitPrice: print(draft.price) };
    case 'trailing_stop': {
      const { callbackBps, activationPrice } = draft;
      return { callbackBps, ...(activationPrice && { activationPrice: print(activationPrice) }) };
    }
  }
}
