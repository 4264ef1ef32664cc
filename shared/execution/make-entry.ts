import { fitOrder } from '../exchanges/fit-order.ts';
import { fitQuantity, type SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, one, zero } from '../money/decimal.ts';
import type { OrderDraft, Side } from '../orders/order.ts';
import { checkOrder } from '../risk/check-order.ts';
import type { Denial } from '../risk/denial.ts';
import type { Size } from '../signals/signal.ts';
import { capPosition } from './cap-position.ts';
import type { Move } from './decide-moves.ts';
import { entryPrice, lotType } from './decided-price.ts';
import type { DecidedOrder, DecisionInput } from './decision.ts';
import { fitFunds } from './fit-funds.ts';
import { orderLeverage } from './order-leverage.ts';
import { isPriceHistory, marketPrice } from './order-price.ts';
import { orderTerms } from './order-terms.ts';
import { heldQuantity, type Resolved, resolveQuantity } from './resolve-quantity.ts';

export type Made = { order: DecidedOrder; denial?: undefined } | { denial: Denial; deniedOrder?: DecidedOrder };

export const refused = (rule: string, reason: string): Made => ({ denial: { rule, reason } });

export type Entry = Extract<Move, { do: 'enter' }> & { isAfterClose: boolean };

/** An entry as large as asked for, as payable and as the message caps it; then the rules have the word. */
export function makeEntry(input: DecisionInput, rules: SymbolRules, entry: Entry): Made {
  if (entry.side === 'short' && input.market === 'spot')
    return refused('short_not_possible_on_spot', 'Spot cannot be sold short, and there is no long position to close');
  if (input.accountMode !== 'paper' && !input.lastPrice?.gt(zero))
    return refused(
      'price_known',
      `The exchange has no price of ${input.symbol} of the last minute, and that of an alert is none`,
    );
  const side: Side = entry.side === 'long' ? 'buy' : 'sell';
  const found = orderTerms(input, rules, side);
  if (!found.ok) return { denial: found.denial };
  const { terms } = found;
  const known = marketPrice(input) ?? input.signal.price;
  const price = entryPrice(terms, side, known);
  if (price === undefined)
    return refused(
      'price_known',
      `No price of ${input.symbol} is known: send one with the alert, e.g. "price": "{{close}}"`,
    );
  const market = known ?? price;
  const leverage = orderLeverage(input);
  const held = entry.isAfterClose ? zero : heldQuantity(input);
  const sized = sizeEntry(input, rules, { ...entry, orderSide: side, price, market, leverage, held });
  if (!sized.ok) return { denial: sized.denial };
  const asked: OrderDraft = {
    market: input.market,
    symbol: input.symbol,
    side,
    quantity: sized.quantity,
    reduceOnly: false,
    purpose: held.gt(zero) ? ('add' as const) : ('open' as const),
    ...terms,
  };
  const priced = terms.type === 'market' ? undefined : fitOrder(rules, asked, { price: market });
  if (priced?.ok === false) return refused(priced.rule, priced.reason);
  const fitted = fitQuantity(rules, sized.quantity, price, { type: lotType(terms) });
  if (!fitted.ok) return refused(fitted.rule, fitted.reason);
  const { quantity, notional } = fitted;
  const draft: OrderDraft = { ...asked, quantity };
  const margined = leverage.eq(one) ? {} : { leverage };
  const order: DecidedOrder = { draft, wantedQuantity: sized.wanted, notional, price, ...margined, ...brought(input) };
  const denial = judge(input, order, { held, market, leverage, isAfterClose: entry.isAfterClose });
  return denial === undefined ? { order } : { denial, deniedOrder: order };
}

/** The market that an order was decided on: what the exchange says, and on paper what the alert brought, where it still counts. */
export function brought(input: DecisionInput): { referencePrice?: Decimal } {
  const { signal, lastPrice } = input;
  if (input.accountMode !== 'paper' && lastPrice?.gt(zero)) return { referencePrice: lastPrice };
  const counts = !isPriceHistory(input) || lastPrice === undefined;
  return counts && signal.signalPrice !== undefined ? { referencePrice: signal.signalPrice } : {};
}

type Sizing = Entry & { orderSide: Side; price: Decimal; market: Decimal; leverage: Decimal; held: Decimal };
type Sized = (Extract<Resolved, { ok: true }> & { wanted: Decimal }) | Extract<Resolved, { ok: false }>;

/** `wanted` is what was asked for; less of it may be payable, or left below the cap of the message. */
function sizeEntry(input: DecisionInput, rules: SymbolRules, entry: Sizing): Sized {
  const { price, market, leverage, isAfterClose, held, orderSide } = entry;
  const size: Size = input.strategy.sizeFromAlert ? entry.size : { type: 'strategy_default' };
  const asked = resolveQuantity(size, input, { price, rules, side: entry.side });
  if (!asked.ok) return asked;
  const payable = fitFunds(input, { quantity: asked.quantity, price, market, leverage, isAfterClose });
  if (!payable.ok) return payable;
  const capped = capPosition(input, { quantity: payable.quantity, price, market, held, side: orderSide });
  return capped.ok ? { ...capped, wanted: asked.quantity } : capped;
}

function judge(
  input: DecisionInput,
  { draft, notional }: DecidedOrder,
  { held, market, leverage, isAfterClose }: Pick<Sizing, 'held' | 'market' | 'leverage' | 'isAfterClose'>,
): Denial | undefined {
  const { lastPrice, lastPriceAt, risk } = input;
  const waiting = risk.openEntries[draft.side];
  return checkOrder({
    now: input.now,
    signal: input.signal,
    strategy: input.strategy,
    accountMode: input.accountMode,
    tradingState: input.tradingState,
    comparedAt: input.risk.comparedAt,
    receivedAt: input.receivedAt,
    isReplay: input.isReplay,
    limits: risk.limits,
    book: risk.book && { ...risk.book, quoteWorth: input.quoteWorth ?? risk.book.quoteWorth },
    order: draft,
    notional,
    positionNotionalAfter: held.times(market).plus(notional).plus(waiting),
    isAfterClose,
    orderCount: isAfterClose ? 2 : 1,
    leverage,
    last: lastPrice && lastPriceAt && { price: lastPrice, seenAt: lastPriceAt },
  });
}
