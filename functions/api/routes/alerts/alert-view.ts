import * as z from 'zod';
import { ALERT_SOURCES, ALERT_STATUSES, REPAIRS } from '../../../../shared/alerts/alert.ts';
import type { AlertStory, ArchivedAlert } from '../../../../shared/archive/archive.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import { INTENTS, type Signal } from '../../../../shared/signals/signal.ts';
import { idText, instantText, marketText } from '../../fields.ts';
import { filledOrderSchema, filledOrderView } from '../orders/order-view.ts';
import { signalSchema } from './signal-view.ts';

const brief = z.object({
  step: z.int(),
  intent: z.enum(INTENTS),
  symbol: z.string().optional(),
  market: marketText.optional(),
});

const common = z.object({
  id: idText,
  strategyId: idText.optional(),
  source: z.enum(ALERT_SOURCES),
  originAlertId: idText.optional().describe('What it is a replay of, in conflict with, or came with'),
  hookStrategyId: idText.optional().describe('Whose hook it came in by; absent for WEBHOOK_SECRET and commands'),
  unknownRoutes: z
    .array(z.string())
    .optional()
    .describe('What it names that was bound to no strategy: each a `key` for POST /api/v1/routes'),
  receivedAt: instantText,
  dialect: z.string().optional(),
  repairs: z.array(z.enum(REPAIRS)).describe('What was mended in the message before it could be read'),
  status: z.enum(ALERT_STATUSES),
  reasonCode: z.string().optional(),
  reason: z.string().optional(),
  endedAt: instantText.optional().describe('Absent while it is being worked on'),
});

export const alertSchema = common.extend({ signals: z.array(brief) }).meta({ id: 'Alert' });

const outcome = z.object({
  id: idText,
  market: marketText.optional(),
  symbol: z.string().optional().describe('As it was traded, after the strategy’s symbol map'),
  status: z.string(),
  rule: z.string().optional().describe('The rule that denied it'),
  reason: z.string().optional(),
  createdAt: instantText,
  heldUntil: instantText.optional().describe('Until when it waits for an answer, while it is held'),
  endedAt: instantText.optional(),
});

const timelineEntry = z.object({
  at: instantText,
  name: z.string(),
  step: z.int().optional(),
  orderId: idText.optional(),
  detail: z.record(z.string(), z.unknown()),
});

export const alertStorySchema = common
  .extend({
    raw: z.string().describe('The message, with every secret replaced by [redacted]'),
    signals: z.array(signalSchema.extend({ outcome: outcome.optional() })),
    orders: z.array(filledOrderSchema),
    fanOut: z
      .array(z.object({ id: idText, strategyId: idText, status: z.enum(ALERT_STATUSES) }))
      .describe('The alerts of the other strategies that its message is for'),
    timeline: z.array(timelineEntry).describe('Each step with its time and reason, oldest first'),
  })
  .meta({ id: 'AlertStory' });

export function alertView({ signals, ...alert }: ArchivedAlert) {
  return { ...toJson(alert), signals: signals.map(briefView) };
}

export function alertStoryView({ signals, outcomes, orders, ...alert }: AlertStory) {
  return {
    ...toJson(alert),
    signals: signals.map((signal) => ({ ...toJson(signal), outcome: outcomeView(outcomes, signal) })),
    orders: orders.map(filledOrderView),
  };
}

function briefView({ step, intent, symbol, market }: Signal) {
  return { step, intent, symbol, market };
}

function outcomeView(outcomes: AlertStory['outcomes'], { step }: Signal) {
  const found = outcomes.find((one) => one.step === step);
  if (found === undefined) return undefined;
  const { step: _, intent: __, ...rest } = found;
  return toJson(rest);
}
