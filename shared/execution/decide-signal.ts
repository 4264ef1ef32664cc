import { fitPrice, fitQuantity, type SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, floorToStep, min, print, zero } from '../money/decimal.ts';
import type { OrderDraft, Side } from '../orders/order.ts';
import { checkOrder } from '../risk/check-order.ts';
import type { Denial } from '../risk/risk.ts';
import type { Size } from '../signals/signal.ts';
import { decideMoves, type HeldSide, type Move } from './decide-moves.ts';
import type { DecidedOrder, Decision, DecisionInput } from './decision.ts';
import { heldQuantity, resolveQuantity } from './resolve-quantity.ts';

/**
 * What a signal comes to: orders, nothing, or the rule that stops it. Pure: the same input gives the same decision, so a
 * preview shows exactly what would be done. Moves that make the position smaller pass every rule.
 */
export function decideSignal(input: DecisionInput): Decision {
  const { signal } = input;
  switch (signal.intent) {
    case 'cancel_orders':
      return { kind: 'command', command: 'cancel_orders' };
    case 'modify_protection':
    case 'enable':
    case 'disable':
      return denied('intent_available', `"${signal.intent}" is understood, but not available yet`);
    default:
  }
  if (signal.dryRun) return { kind: 'no_op', code: 'dry_run', reason: 'The message is marked as a test' };
  const { rules } = input;
  if (rules === undefined) return denied('symbol_known', unknownSymbol(input));
  const decided = decideMoves(input, heldSide(input, rules));
  return decided.kind === 'no_op' ? decided : decideOrders(input, rules, decided.moves);
}

function denied(rule: string, reason: string): Decision {
  return { kind: 'denied', denial: { rule, reason } };
}

function unknownSymbol({ symbol, market, nearestSymbols }: DecisionInput): string {
  const nearest = nearestSymbols.length === 0 ? '' : `; nearest: ${nearestSymbols.join(', ')}`;
  return `Symbol "${symbol}" is not traded in market "${market}"${nearest}`;
}

/** Dust that is smaller than the smallest order counts as nothing: it could not be closed. */
function heldSide(input: DecisionInput, rules: SymbolRules): HeldSide {
  const quantity = input.position?.quantity ?? zero;
  if (floorToStep(quantity.abs(), rules.stepSize).lt(rules.minQuantity)) return 'flat';
  return quantity.gt(zero) ? 'long' : 'short';
}

function decideOrders(input: DecisionInput, rules: SymbolRules, moves: readonly Move[]): Decision {
  const orders: DecidedOrder[] = [];
  for (const move of moves) {
    const made = move.do === 'enter' ? makeEntry(input, rules, move, orders.length > 0) : makeExit(input, rules, move);
    if (made.denial === undefined) orders.push(made.order);
    else if (orders.length > 0) return { kind: 'orders', orders, ...made };
    else return { kind: 'denied', ...made };
  }
  return { kind: 'orders', orders };
}

type Made = { order: DecidedOrder; denial?: undefined } | { denial: Denial; deniedOrder?: DecidedOrder };

const refused = (rule: string, reason: string): Made => ({ denial: { rule, reason } });

/** An exit asks for no more than is held, and for no permission. What is too small to send is said, not rounded up. */
function makeExit(input: DecisionInput, rules: SymbolRules, move: Extract<Move, { do: 'close' | 'reduce' }>): Made {
  const held = heldQuantity(input);
  const price = marketPrice(input) ?? input.signal.price;
  const wanted = move.do === 'close' ? held : exitQuantity(input, move.size, held, price);
  if ('denial' in wanted) return { denial: wanted.denial };
  const quantity = floorToStep(wanted, rules.stepSize);
  if (quantity.lte(zero) || quantity.lt(rules.minQuantity))
    return refused(
      'min_quantity',
      `Nothing to send: quantity "${print(quantity)}" is below the minimum "${print(rules.minQuantity)}"`,
    );
  const draft: OrderDraft = {
    market: input.market,
    symbol: input.symbol,
    side: move.side === 'long' ? 'sell' : 'buy',
    quantity,
    reduceOnly: true,
    purpose: quantity.eq(floorToStep(held, rules.stepSize)) ? 'close' : 'reduce',
    type: 'market',
  };
  const known = price ?? zero;
  return { order: { draft, wantedQuantity: wanted, notional: quantity.times(known), price: known, ...brought(input) } };
}

/** The alert's price is the freshest there is, except in a replay, which trades now on what was true then. */
function marketPrice({ signal, lastPrice, isReplay }: DecisionInput): Decimal | undefined {
  return isReplay ? (lastPrice ?? signal.signalPrice) : (signal.signalPrice ?? lastPrice);
}

function brought({ signal, isReplay, lastPrice }: DecisionInput): { referencePrice?: Decimal } {
  const counts = !isReplay || lastPrice === undefined;
  return counts && signal.signalPrice !== undefined ? { referencePrice: signal.signalPrice } : {};
}

function exitQuantity(
  input: DecisionInput,
  size: Size,
  held: Decimal,
  price: Decimal | undefined,
): Decimal | { denial: Denial } {
  if (price === undefined && size.type !== 'base' && size.type !== 'contracts' && size.type !== 'pct_position')
    return held;
  const resolved = resolveQuantity(size, input, price ?? held);
  return resolved.ok ? min(resolved.quantity, held) : { denial: resolved.denial };
}

function makeEntry(
  input: DecisionInput,
  rules: SymbolRules,
  move: Extract<Move, { do: 'enter' }>,
  isAfterClose: boolean,
): Made {
  const { signal } = input;
  if (move.side === 'short' && input.market === 'spot')
    return refused('short_not_possible_on_spot', 'Spot cannot be sold short, and there is no long position to close');
  if (signal.orderType !== 'market' && signal.orderType !== 'limit')
    return refused(
      'order_type',
      `Orders of type "${signal.orderType}" are not available yet: allowed are market, limit`,
    );
  const side: Side = move.side === 'long' ? 'buy' : 'sell';
  const reference = marketPrice(input) ?? signal.price;
  if (reference === undefined)
    return refused(
      'price_known',
      `No price of ${input.symbol} is known: send one with the alert, e.g. "price": "{{close}}"`,
    );
  const limitPrice = signal.orderType === 'limit' ? signal.price : undefined;
  if (signal.orderType === 'limit' && limitPrice === undefined)
    return refused('limit_price', 'A limit order needs "limitPrice", and the message has none');
  const price = limitPrice === undefined ? reference : fitPrice(rules, side, limitPrice);
  const size: Size = input.strategy.sizeFromAlert ? move.size : { type: 'strategy_default' };
  const resolved = resolveQuantity(size, input, price);
  if (!resolved.ok) return { denial: resolved.denial };
  return fitEntry(input, rules, { side, price, limitPrice, wanted: resolved.quantity, isAfterClose });
}

type Entry = { side: Side; price: Decimal; limitPrice: Decimal | undefined; wanted: Decimal; isAfterClose: boolean };

function fitEntry(input: DecisionInput, rules: SymbolRules, entry: Entry): Made {
  const type = entry.limitPrice === undefined ? 'market' : 'limit';
  const fitted = fitQuantity(rules, entry.wanted, entry.price, { type });
  if (!fitted.ok) return refused(fitted.rule, fitted.reason);
  const held = entry.isAfterClose ? zero : heldQuantity(input);
  const common = {
    market: input.market,
    symbol: input.symbol,
    side: entry.side,
    quantity: fitted.quantity,
    reduceOnly: false,
    purpose: held.gt(zero) ? ('add' as const) : ('open' as const),
  };
  const draft: OrderDraft =
    entry.limitPrice === undefined ? { ...common, type: 'market' } : { ...common, type: 'limit', price: entry.price };
  const { notional } = fitted;
  const order: DecidedOrder = { draft, wantedQuantity: entry.wanted, notional, price: entry.price, ...brought(input) };
  const denial = checkOrder({
    now: input.now,
    signal: input.signal,
    strategy: input.strategy,
    tradingState: input.tradingState,
    order: draft,
    notional: fitted.notional,
    positionNotionalAfter: held.plus(fitted.quantity).times(entry.price),
    receivedAt: input.receivedAt,
    isReplay: input.isReplay,
  });
  return denial === undefined ? { order } : { denial, deniedOrder: order };
}
