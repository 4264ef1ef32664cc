import * as z from 'zod';
import type { DecidedOrder } from '../../../../shared/execution/decision.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import { ORDER_PURPOSES, ORDER_TYPES, TIMES_IN_FORCE } from '../../../../shared/orders/order.ts';
import { type CommissionRates, expectedCommission } from '../../../../shared/preview/commission.ts';
import type { ExpectedProtection } from '../../../../shared/preview/expect-protection.ts';
import type { ProtectiveLeg } from '../../../../shared/protection/plan.ts';
import { decimalText, marketText } from '../../fields.ts';

const commission = z.object({
  rate: decimalText.describe('Of the notional: "0.001" is 0.1 %'),
  quantity: decimalText.describe('In quote'),
  basis: z
    .enum(['account_settings', 'exchange_standard'])
    .describe('Of a paper account, or what the exchange takes of everybody'),
});

export const previewedOrder = z.object({
  market: marketText,
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  type: z.enum(ORDER_TYPES),
  purpose: z.enum(ORDER_PURPOSES),
  reduceOnly: z.boolean(),
  wantedQuantity: decimalText.describe('Before it was fitted to the step of the symbol'),
  quantity: decimalText.describe('What would be sent'),
  limitPrice: decimalText.optional(),
  stopPrice: decimalText.optional().describe('What it waits for: a buy above the market, a sell below'),
  callbackPercent: decimalText.optional().describe('How far behind the price it follows'),
  activationPrice: decimalText.optional().describe('Where it begins to follow; at once where absent'),
  timeInForce: z.enum(TIMES_IN_FORCE).optional(),
  postOnly: z.boolean().optional(),
  price: decimalText.describe('What it was decided on'),
  referencePrice: decimalText.optional().describe('The market price that the message brings'),
  notional: decimalText,
  leverage: decimalText.optional().describe('What it is margined with, where that is not 1'),
  commission: commission.describe('Expected once it has filled'),
});

const leg = z.object({
  role: z.enum(['stop', 'take_profit']),
  level: z.int().describe('0 is the stop; take profits count from 1'),
  type: z.enum(ORDER_TYPES),
  side: z.enum(['buy', 'sell']),
  quantity: decimalText,
  stopPrice: decimalText.optional(),
  limitPrice: decimalText.optional(),
  callbackPercent: decimalText.optional().describe('How far behind the price it follows'),
  activationPrice: decimalText.optional(),
  pair: z.int().optional().describe('Of two orders with the same number one ends the other'),
});

export const previewedProtection = z.object({
  orders: z.array(leg).describe('That will stand once the entry has filled'),
  unprotected: z
    .array(z.object({ role: z.enum(['stop', 'take_profit']), level: z.int(), reason: z.string() }))
    .describe('What the message asks for and cannot stand'),
  breakEven: z
    .object({ triggerPrice: decimalText, stopPrice: decimalText.optional() })
    .optional()
    .describe('Where the stop moves, and when'),
});

export function previewedOrderView(decided: DecidedOrder, rates: CommissionRates) {
  const { draft, ...figures } = decided;
  const { market, symbol, side, type, purpose, reduceOnly, quantity } = draft;
  const beside = { ...termsView(draft), ...figures, commission: expectedCommission(rates, decided) };
  return toJson({ market, symbol, side, type, purpose, reduceOnly, quantity, ...beside });
}

const PERCENT_IN_BPS = 100;

function termsView(draft: DecidedOrder['draft']) {
  switch (draft.type) {
    case 'market':
      return {};
    case 'limit': {
      const { price: limitPrice, timeInForce, postOnly } = draft;
      return { limitPrice, timeInForce, postOnly };
    }
    case 'stop_market':
    case 'take_profit_market':
      return { stopPrice: draft.stopPrice };
    case 'stop_limit':
    case 'take_profit_limit':
      return { stopPrice: draft.stopPrice, limitPrice: draft.price };
    case 'trailing_stop':
      return { callbackPercent: String(draft.callbackBps / PERCENT_IN_BPS), activationPrice: draft.activationPrice };
  }
}

export function previewedProtectionView({ side, groups, unprotected, breakEven }: ExpectedProtection) {
  const orders = groups.flatMap(({ stop, takeProfit }, at) => {
    const pair = stop !== undefined && takeProfit !== undefined ? { pair: at + 1 } : {};
    return [stop, takeProfit].flatMap((one) => (one === undefined ? [] : [{ ...legView(one), side, ...pair }]));
  });
  return toJson({ orders, unprotected, breakEven });
}

function legView({ role, level, quantity, terms }: ProtectiveLeg) {
  const common = { role, level, quantity, type: terms.type };
  switch (terms.type) {
    case 'limit':
      return { ...common, limitPrice: terms.price };
    case 'stop_market':
    case 'take_profit_market':
      return { ...common, stopPrice: terms.stopPrice };
    case 'trailing_stop':
      return {
        ...common,
        callbackPercent: String(terms.callbackBps / PERCENT_IN_BPS),
        activationPrice: terms.activationPrice,
      };
  }
}
