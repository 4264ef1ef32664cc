import * as z from 'zod';
import { type Json, toJson } from '../../../../shared/http/to-json.ts';
import { TRADING_STATES, type TradingState } from '../../../../shared/risk/risk.ts';
import { instantText } from '../../fields.ts';

export const tradingStateSchema = z
  .object({
    state: z.enum(TRADING_STATES),
    reason: z.string().optional(),
    setBy: z.string().optional(),
    setAt: instantText.optional(),
    expiresAt: instantText.optional().describe('When it counts as active again'),
  })
  .meta({
    id: 'TradingState',
    description: 'reducing and halted: only orders that make a position smaller. Exits are never stopped.',
  });

export function tradingStateView(state: TradingState): Json<TradingState> {
  return toJson(state);
}
