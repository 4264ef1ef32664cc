import { fitQuantity, type SymbolRules } from '../exchanges/symbol-rules.ts';
import type { DecisionInput } from '../execution/decision.ts';
import { marketPrice } from '../execution/order-price.ts';
import { resolveQuantity } from '../execution/resolve-quantity.ts';
import { ceilToStep, type Decimal, max, one, sum, zero } from '../money/decimal.ts';
import type { Position } from '../positions/position.ts';
import { isSamePlace } from '../risk/risk-book.ts';
import type { Size } from '../signals/signal.ts';

/** How large the position is that a preview assumes, and what that comes from. */
export type AssumedSize = {
  quantity: Decimal;
  price: Decimal;
  basis: 'strategy_sizing' | 'message' | 'smallest_order';
};
export type HeldCase = 'flat' | 'long' | 'short';
/** `position` is absent where nothing is held. */
export type AssumedHolding = { held: HeldCase; position?: Position };

const OWN_SIZING: Size = { type: 'strategy_default' };

/** What the strategy's own sizing buys; the size of the message where that needs more than a price, else the smallest order. */
export function assumeSize(input: DecisionInput, rules: SymbolRules): AssumedSize | undefined {
  const price = marketPrice(input) ?? input.signal.price;
  if (price === undefined) return undefined;
  const bases = [['strategy_sizing', OWN_SIZING] as const, ['message', input.signal.size] as const];
  for (const [basis, size] of bases) {
    const resolved = resolveQuantity(size, { ...input, position: undefined }, { price, rules, side: 'long' });
    const fitted = resolved.ok ? fitQuantity(rules, resolved.quantity, price, { type: 'market' }) : undefined;
    if (fitted?.ok) return { quantity: fitted.quantity, price, basis };
  }
  const quantity = ceilToStep(max(rules.minQuantity, rules.minNotional.div(price)), rules.stepSize);
  return { quantity, price, basis: 'smallest_order' };
}

/** The three things that may be held when an alert comes; spot is never short. */
export function assumeHoldings(input: DecisionInput, { quantity, price }: AssumedSize): AssumedHolding[] {
  const { market, symbol, now } = input;
  const entered = { market, symbol, entryNotional: quantity.times(price), realizedPnl: zero, commission: zero };
  const holding = (signed: Decimal): Position => ({ ...entered, quantity: signed, openedAt: now, updatedAt: now });
  const short: AssumedHolding = { held: 'short', position: holding(quantity.neg()) };
  const long: AssumedHolding = { held: 'long', position: holding(quantity) };
  return [{ held: 'flat' }, long, ...(market === 'spot' ? [] : [short])];
}

/** The input as it would be with another position in the symbol: what is really held there counts as closed at its value. */
export function assuming(input: DecisionInput, position: Position | undefined): DecisionInput {
  const { position: _, ...rest } = input;
  return { ...rest, position, risk: { ...input.risk, book: assumedBook(input, position) } };
}

function assumedBook({ risk: { book }, strategy, market, symbol }: DecisionInput, position: Position | undefined) {
  if (book === undefined) return undefined;
  const { accountId } = strategy;
  const isHere = isSamePlace({ accountId, market, symbol });
  const realized = sum(book.held.filter(isHere).map(({ unrealizedPnl }) => unrealizedPnl));
  const exposure = position?.entryNotional.times(book.quoteWorth ?? one);
  const assumed = exposure && { accountId, strategyId: strategy.id, market, symbol, exposure, unrealizedPnl: zero };
  const held = book.held.filter((one) => !isHere(one));
  const account = { ...book.account, realizedPnl: book.account.realizedPnl.plus(realized) };
  return { ...book, account, held: assumed === undefined ? held : [...held, assumed] };
}
