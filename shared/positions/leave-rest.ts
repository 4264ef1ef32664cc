import { type Decimal, zero } from '../money/decimal.ts';
import { realizedPnl } from './pnl.ts';
import type { KeptPosition } from './position.ts';

/**
 * A long position of which less is left than `least`, the smallest quantity that can be sold, is closed: the rest stays in the wallet,
 * valued at `price`, what the last part went for. @returns undefined where more is left, or nothing
 */
export function leaveRest(
  position: KeptPosition,
  { least, price }: { least: Decimal; price: Decimal },
): { position: KeptPosition; realizedPnl: Decimal } | undefined {
  const { quantity } = position;
  if (quantity.lte(zero) || quantity.gte(least)) return undefined;
  const realized = realizedPnl(position, price);
  return {
    position: {
      ...position,
      quantity: zero,
      entryNotional: zero,
      realizedPnl: position.realizedPnl.plus(realized),
      leftQuantity: quantity,
      closedAt: position.updatedAt,
    },
    realizedPnl: realized,
  };
}
