import * as z from 'zod';
import { MODES } from '../../../../shared/accounts/mode.ts';
import { REPAIRS } from '../../../../shared/alerts/alert.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import type { PreviewedAlert, PreviewedStep } from '../../../../shared/preview/preview-alert.ts';
import type { PreviewedDecision } from '../../../../shared/preview/preview-step.ts';
import { decimalText, idText, instantText, marketText } from '../../fields.ts';
import { orderSchema, orderView } from '../orders/order-view.ts';
import {
  caseView,
  decisionView,
  positionView,
  previewedCase,
  previewedDecision,
  previewedPosition,
} from './preview-outlook-view.ts';
import { signalSchema } from './signal-view.ts';

const against = z.object({
  market: marketText,
  symbol: z.string(),
  lastPrice: decimalText.optional(),
  lastPriceAt: instantText
    .optional()
    .describe('When the market was seen there; an older price than a few seconds is asked for anew'),
  position: previewedPosition.optional().describe('What is held when the step begins'),
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

const assumed = z.object({
  quantity: decimalText.describe('Of the position that is assumed, long or short'),
  price: decimalText,
  basis: z
    .enum(['strategy_sizing', 'message', 'smallest_order'])
    .describe("The strategy's own sizing; the message where that needs more than a price; else the smallest order"),
  cases: z.array(previewedCase),
});

const step = z.object({
  signal: signalSchema,
  decision: previewedDecision.optional().describe('What it comes to now'),
  cancels: z
    .array(orderSchema)
    .optional()
    .describe('Orders that rest and would be canceled with it; what protects a position goes with the position'),
  decidedOn: against.optional(),
  assumed: assumed.optional().describe('What it would come to with nothing, a long and a short position held'),
});

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
    recognisedBy: z.array(z.string()).optional().describe('What the format was told by'),
    repairs: z.array(z.enum(REPAIRS)),
    raw: z.string().describe('What would be stored: every secret replaced by [redacted]'),
    refused: z
      .object({ code: z.string(), reason: z.string() })
      .optional()
      .describe('Why the strategy would not take it, though it is understood; the steps say what it would do then'),
    strategyId: idText.optional().describe('Whose decision this is; without one there is no decision'),
    strategyName: z.string().optional(),
    strategyMode: z.enum(MODES).optional(),
    steps: z.array(step).describe('Each decided on what those before it leave, all their orders filled'),
  })
  .meta({ id: 'AlertPreview' });

export function previewView({ reading, strategy, refused, steps }: Extract<PreviewedAlert, { outcome: 'previewed' }>) {
  return {
    ...toJson(reading),
    isUnderstood: reading.notUnderstood === undefined,
    refused,
    strategyId: strategy?.id,
    strategyName: strategy?.name,
    strategyMode: strategy?.mode,
    steps: steps.map(stepView),
  };
}

function stepView({ signal, decided }: PreviewedStep) {
  if (decided === undefined) return { signal: toJson(signal) };
  const { now, assumedSize, assumed, commission } = decided;
  const cases = assumed.map((one) => caseView(one, commission));
  return {
    signal: toJson(signal),
    decision: decisionView(now, commission),
    cancels: now.cancels.map(orderView),
    decidedOn: againstView(decided),
    assumed: assumedSize && { ...toJson(assumedSize), cases },
  };
}

function againstView({ market, symbol, rules, now, price, priceAt }: PreviewedDecision) {
  const known = toJson({ market, symbol, lastPrice: price, lastPriceAt: priceAt, rules: rules && rulesView(rules) });
  return { ...known, position: positionView(now.before) };
}

/** What a person can act on; the rest is the exchange's own business, and says so when it refuses. */
function rulesView(rules: NonNullable<PreviewedDecision['rules']>) {
  const { base, quote, tickSize, stepSize, minQuantity, maxQuantity, minNotional } = rules;
  return { base, quote, tickSize, stepSize, minQuantity, maxQuantity, minNotional };
}
