import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import type { Decision } from '../execution/decision.ts';
import { zero } from '../money/decimal.ts';
import { applyFill } from '../positions/apply-fill.ts';
import type { Position } from '../positions/position.ts';

/** What is held once each order of a decision has filled at the price that it was decided on. */
export function expectHolding(
  before: Position | undefined,
  decision: Decision,
  { base, quote }: Pick<SymbolRules, 'base' | 'quote'>,
  at: Date,
): Position | undefined {
  const orders = decision.kind === 'orders' ? decision.orders : [];
  return orders.reduce<Position | undefined>((held, { draft, price }) => {
    const { market, symbol, side, quantity } = draft;
    const paid = { commission: zero, commissionAsset: quote };
    const fill = { exchangeTradeId: 'expected', market, symbol, base, side, quantity, price, filledAt: at, ...paid };
    const { position, opened } = applyFill(held, fill);
    return opened ?? (position.closedAt === undefined ? position : undefined);
  }, before);
}
