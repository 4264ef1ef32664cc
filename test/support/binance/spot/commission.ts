import { type Decimal, decimal, one, zero } from '../../../../shared/money/decimal.ts';
import { cut8 } from '../protocol/amounts.ts';
import type { SpotOrder } from './order.ts';
import { type SpotState, walletOf } from './state.ts';

const BNB_DISCOUNT = decimal('0.25');
const BNB = 'BNB';

export type Commission = { asset: string; amount: Decimal };

/**
 * Commission comes off what is received, base for a buy and quote for a sell; in BNB at a discount when the account
 * wants that, the pair is priced and enough BNB is free. The rate is the account's, taxes and specials are zero.
 * https://github.com/binance/binance-spot-api-docs/blob/master/faqs/commission_faq.md
 */
export function commissionOf(
  state: SpotState,
  order: SpotOrder,
  trade: { received: Decimal; quote: Decimal; isMaker: boolean },
): Commission {
  const { maker, taker } = order.account.spotCommission;
  const rate = trade.isMaker ? maker : taker;
  const inBnb = bnbAmount(state, order, trade.quote.times(rate));
  if (inBnb !== undefined) return { asset: BNB, amount: inBnb };
  const asset = order.side === 'BUY' ? order.rules.base : order.rules.quote;
  return { asset, amount: cut8(trade.received.times(rate)) };
}

function bnbAmount(state: SpotState, order: SpotOrder, feeInQuote: Decimal): Decimal | undefined {
  if (!order.account.paysInBnb || order.rules.base === BNB) return undefined;
  const price = state.book.find(`${BNB}${order.rules.quote}`)?.last;
  if (price === undefined) return undefined;
  const amount = cut8(feeInQuote.times(one.minus(BNB_DISCOUNT)).div(price));
  const { free } = walletOf(state, order.account).balance(BNB);
  return amount.gt(zero) && free.gte(amount) ? amount : undefined;
}
