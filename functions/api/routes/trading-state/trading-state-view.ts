import * as z from 'zod';
import { type Json, toJson } from '../../../../shared/http/to-json.ts';
import {
  type KeptTradingState,
  TRADING_STATES,
  type TradingState,
  tradingStateOf,
} from '../../../../shared/risk/trading-state.ts';
import { idText, instantText } from '../../fields.ts';

const stateFields = {
  state: z.enum(TRADING_STATES),
  reason: z.string().optional(),
  setBy: z
    .string()
    .optional()
    .describe('A token; `risk:` and the rule whose limit was broken; `reconciliation:` and a strategy'),
  setAt: instantText.optional(),
  expiresAt: instantText.optional().describe('When it counts as active again'),
};

export const tradingStateSchema = z
  .object({
    ...stateFields,
    accounts: z
      .array(z.object({ accountId: idText, ...stateFields }))
      .optional()
      .describe('Accounts of which more is stopped than of all'),
  })
  .meta({
    id: 'TradingState',
    description: 'reducing and halted: only orders that make a position smaller. Exits are never stopped.',
  });

export function tradingStateView(state: TradingState): Json<TradingState> {
  return toJson(state);
}

/** What counts for all accounts, and what counts beyond that for some. */
export function tradingStatesView(set: readonly KeptTradingState[], now: Date) {
  const all = tradingStateOf(set, now);
  const named = [...new Set(set.flatMap(({ accountId }) => accountId ?? []))];
  const accounts = named
    .map((accountId) => ({ accountId, ...tradingStateOf(set, now, accountId) }))
    .filter(({ state }) => TRADING_STATES.indexOf(state) > TRADING_STATES.indexOf(all.state));
  return toJson({ ...all, ...(accounts.length === 0 ? {} : { accounts }) });
}
