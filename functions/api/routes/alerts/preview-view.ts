import * as z from 'zod';
import { REPAIRS } from '../../../../shared/alerts/alert.ts';
import type { DecidedOrder } from '../../../../shared/execution/decision.ts';
import type { Drift } from '../../../../shared/execution/find-drift.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import { LIMIT_SCOPES } from '../../../../shared/limits/limits.ts';
import { ORDER_PURPOSES, ORDER_TYPES, TIMES_IN_FORCE } from '../../../../shared/orders/order.ts';
import { averageEntryPrice } from '../../../../shared/positions/position.ts';
import type { PreviewedAlert, PreviewedDecision, PreviewedStep } from '../../../../shared/preview/preview-alert.ts';
import { decimalText, idText, instantText, marketText } from '../../fields.ts';
import { signalSchema } from './signal-view.ts';

const SHOWN_DIGITS = 12;

const denial = z.object({
  rule: z.string(),
  reason: z.string().describe('With the limit and the figures, in words'),
  scope: z.enum(LIMIT_SCOPES).optional().describe('Whose limit it is'),
  limit: z.string().optional(),
  actual: z.string().optional().describe('What was held against the limit'),
  halts: z.enum(['reducing', 'halted']).optional().describe('What it would do to the account'),
});

const order = z.object({
  market: marketText,
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  type: z.enum(ORDER_TYPES),
  purpose: z.enum(ORDER_PURPOSES),
  reduceOnly: z.boolean(),
  wantedQuantity: decimalText.describe('Before it was fitted to the step of the symbol'),
  quantity: decimalText.describe('What would be sent'),
  limitPrice: decimalText.optional(),
  timeInForce: z.enum(TIMES_IN_FORCE).optional(),
  postOnly: z.boolean().optional(),
  price: decimalText.describe('What it was decided on'),
  referencePrice: decimalText.optional().describe('The market price that the message brings'),
  notional: decimalText,
  leverage: decimalText.optional().describe('What it is margined with, where that is not 1'),
});

const told = z.object({ side: z.enum(['long', 'short', 'flat']), quantity: decimalText.optional() });
const drift = z
  .object({ alert: told, position: told, reason: z.string() })
  .describe('What the message says was held before it, and what is held, where the two disagree');

const decision = z.object({
  kind: z.enum(['orders', 'denied', 'held', 'stopped', 'no_op', 'command']),
  orders: z.array(order).describe('In turn, each only after the one before is filled'),
  denial: denial.optional().describe('The rule that stops it, or the part of it that is `deniedOrder`'),
  deniedOrder: order.optional(),
  heldOrder: order.optional().describe('Would wait for an answer, because of `drift`'),
  drift: drift.optional(),
  command: z.string().optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
});

const against = z.object({
  market: marketText,
  symbol: z.string(),
  lastPrice: decimalText.optional(),
  lastPriceAt: instantText
    .optional()
    .describe('When the market was seen there; an older price than a few seconds is asked for anew'),
  position: z.object({ quantity: decimalText, averageEntryPrice: decimalText.optional() }).optional(),
  rules: z
    .object({
      base: z.string(),
      quote: z.string(),
      tickSize: decimalText,
      stepSize: decimalText,
      minQuantity: decimalText,
      maxQuantity: decimalText,
      minNotional: decimalText,
    })
    .optional()
    .describe('Absent when the exchange does not trade the symbol'),
});

const step = z.object({ signal: signalSchema, decision: decision.optional(), decidedOn: against.optional() });

export const previewSchema = z
  .object({
    isUnderstood: z.boolean(),
    notUnderstood: z
      .object({
        code: z.string(),
        reason: z.string(),
        nearest: z
          .array(z.object({ dialect: z.string(), missing: z.array(z.string()) }))
          .optional()
          .describe('Formats that the message resembles, and what it lacks to be one'),
      })
      .optional(),
    dialect: z.string().optional(),
    repairs: z.array(z.enum(REPAIRS)),
    raw: z.string().describe('What would be stored: every secret replaced by [redacted]'),
    refused: z
      .object({ code: z.string(), reason: z.string() })
      .optional()
      .describe('Why the strategy would not take it, though it is understood; the steps say what it would do then'),
    strategyId: idText.optional().describe('Whose decision this is; without one there is no decision'),
    steps: z.array(step).describe('Each decided on what is held now'),
  })
  .meta({ id: 'AlertPreview' });

export function previewView({ reading, strategy, refused, steps }: Extract<PreviewedAlert, { outcome: 'previewed' }>) {
  return {
    ...toJson(reading),
    isUnderstood: reading.notUnderstood === undefined,
    refused,
    strategyId: strategy?.id,
    steps: steps.map(stepView),
  };
}

function stepView({ signal, decision, market, symbol, ...rest }: PreviewedStep) {
  if (decision === undefined || market === undefined || symbol === undefined) return { signal: toJson(signal) };
  const decidedOn = againstView({
    decision,
    market,
    symbol,
    rules: undefined,
    position: undefined,
    price: undefined,
    ...rest,
  });
  return { signal: toJson(signal), decision: decisionView(decision), decidedOn };
}

function decisionView(decision: PreviewedDecision['decision']) {
  const drift = decision.drift && driftView(decision.drift);
  switch (decision.kind) {
    case 'orders': {
      const { kind, denial, deniedOrder, heldOrder } = decision;
      const left = { deniedOrder: deniedOrder && orderView(deniedOrder), heldOrder: heldOrder && orderView(heldOrder) };
      return { kind, orders: decision.orders.map(orderView), denial, ...left, drift };
    }
    case 'denied': {
      const { kind, denial, deniedOrder } = decision;
      return { kind, orders: [], denial, deniedOrder: deniedOrder && orderView(deniedOrder), drift };
    }
    case 'held':
      return { kind: decision.kind, orders: [], heldOrder: orderView(decision.heldOrder), drift };
    case 'no_op':
    case 'stopped':
    case 'command':
      return { ...decision, orders: [], drift };
  }
}

function driftView({ alert, position, reason }: Drift) {
  return toJson({ alert, position, reason });
}

function orderView({ draft, ...figures }: DecidedOrder) {
  const { market, symbol, side, type, purpose, reduceOnly, quantity } = draft;
  return toJson({ market, symbol, side, type, purpose, reduceOnly, quantity, ...limitView(draft), ...figures });
}

function limitView(draft: DecidedOrder['draft']) {
  if (draft.type !== 'limit') return {};
  const { price: limitPrice, timeInForce, postOnly } = draft;
  return { limitPrice, timeInForce, postOnly };
}

function againstView({ market, symbol, rules, position, price, priceAt }: PreviewedDecision) {
  const held = position && {
    quantity: position.quantity,
    averageEntryPrice: averageEntryPrice(position)?.round(SHOWN_DIGITS),
  };
  return toJson({
    market,
    symbol,
    lastPrice: price,
    lastPriceAt: priceAt,
    position: held,
    rules: rules && rulesView(rules),
  });
}

/** What a person can act on; the rest is the exchange's own business, and says so when it refuses. */
function rulesView(rules: NonNullable<PreviewedDecision['rules']>) {
  const { base, quote, tickSize, stepSize, minQuantity, maxQuantity, minNotional } = rules;
  return { base, quote, tickSize, stepSize, minQuantity, maxQuantity, minNotional };
}
