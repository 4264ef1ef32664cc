import * as z from 'zod';
import { toJson } from '../../../../shared/http/to-json.ts';
import { type Decimal, zero } from '../../../../shared/money/decimal.ts';
import { unrealizedPnl } from '../../../../shared/positions/pnl.ts';
import { averageEntryPrice } from '../../../../shared/positions/position.ts';
import type { ListedPosition } from '../../../../shared/positions/position-list.ts';
import { decimalText, idText, instantText, marketText } from '../../fields.ts';

const SHOWN_DIGITS = 12;

export const positionSchema = z
  .object({
    id: idText,
    accountId: idText,
    strategyId: idText.optional().describe('The strategy that last traded it'),
    market: marketText,
    symbol: z.string(),
    side: z.enum(['long', 'short', 'flat']),
    quantity: decimalText.describe('Signed: negative is short'),
    averageEntryPrice: decimalText.optional().describe('Rounded; `entryNotional` is exact'),
    entryNotional: decimalText,
    realizedPnl: decimalText.describe('Of the closed part, in quote, before commission'),
    unrealizedPnl: decimalText.optional().describe('Of the open part at `lastPrice`, in quote'),
    commission: decimalText.describe('In quote'),
    lastPrice: decimalText.optional(),
    lastPriceAt: instantText.optional(),
    openedAt: instantText,
    updatedAt: instantText,
    closedAt: instantText.optional(),
    leftQuantity: decimalText
      .optional()
      .describe('Of base, what stayed in the wallet when a spot position was closed: less than can be sold'),
  })
  .meta({ id: 'Position' });

export function positionView(position: ListedPosition) {
  const { quantity, lastPrice } = position;
  const isMarked = lastPrice !== undefined && !quantity.eq(zero);
  return toJson({
    ...position,
    side: sideOf(quantity),
    averageEntryPrice: averageEntryPrice(position)?.round(SHOWN_DIGITS),
    unrealizedPnl: isMarked ? unrealizedPnl(position, lastPrice) : undefined,
  });
}

function sideOf(quantity: Decimal): 'long' | 'short' | 'flat' {
  if (quantity.eq(zero)) return 'flat';
  return quantity.gt(zero) ? 'long' : 'short';
}
