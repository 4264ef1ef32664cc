import type { Market } from '../../markets/market.ts';

/** Why the exchange does not take an order: with Binance's codes and words where Binance has them. */
export type Refusal = { code: string; message: string };

export const INVALID_SYMBOL: Refusal = { code: '-1121', message: 'Invalid symbol.' };
export const INSUFFICIENT_BALANCE: Refusal = {
  code: '-2010',
  message: 'Account has insufficient balance for requested action.',
};
export const INSUFFICIENT_MARGIN: Refusal = { code: '-2019', message: 'Margin is insufficient.' };
export const NOTHING_TO_REDUCE: Refusal = { code: '-2022', message: 'ReduceOnly Order is rejected.' };

export const BAD_RELATIONSHIP: Refusal = {
  code: '-2010',
  message: 'The relationship of the prices for the orders is not correct.',
};
export const BAD_CALLBACK: Refusal = { code: '-1130', message: "Data sent for parameter 'callbackRate' is not valid." };

export type Filter = 'LOT_SIZE' | 'PRICE_FILTER' | 'TRAILING_DELTA' | 'NOTIONAL' | 'MIN_NOTIONAL';

export function filterFailure(filter: Filter): Refusal {
  return { code: '-1013', message: `Filter failure: ${filter}` };
}

export function noPrice(symbol: string): Refusal {
  return {
    code: 'no_price',
    message: `Cannot place the order: the paper exchange has seen no price of "${symbol}" yet, and the order brings none`,
  };
}

export function notSupported(what: string): Refusal {
  return { code: 'not_supported', message: `The paper exchange does not take ${what} yet` };
}

/** What Binance says to a post-only order that would take liquidity. */
export function wouldTake(market: Market): Refusal {
  return market === 'spot'
    ? { code: '-2010', message: 'Order would immediately match and take.' }
    : {
        code: '-5022',
        message: 'Due to the order could not be executed as maker, the Post Only order will be rejected.',
      };
}

/** What Binance says to a conditional order that the market has passed already. */
export function wouldTrigger(market: Market): Refusal {
  return market === 'spot'
    ? { code: '-2010', message: 'Stop price would trigger immediately.' }
    : { code: '-2021', message: 'Order would immediately trigger.' };
}

export function duplicateOrder(market: Market): Refusal {
  return market === 'spot'
    ? { code: '-2010', message: 'Duplicate order sent.' }
    : { code: '-4116', message: 'clientOrderId is duplicated' };
}
