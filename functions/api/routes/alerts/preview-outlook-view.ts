import * as z from 'zod';
import type { DecidedOrder } from '../../../../shared/execution/decision.ts';
import type { Drift } from '../../../../shared/execution/find-drift.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import { LIMIT_SCOPES } from '../../../../shared/limits/limits.ts';
import { averageEntryPrice, type Position } from '../../../../shared/positions/position.ts';
import type { CommissionRates } from '../../../../shared/preview/commission.ts';
import type { AssumedOutlook, Outlook } from '../../../../shared/preview/preview-step.ts';
import { decimalText } from '../../fields.ts';
import {
  previewedOrder,
  previewedOrderView,
  previewedProtection,
  previewedProtectionView,
} from './preview-order-view.ts';

const SHOWN_DIGITS = 12;

const denial = z.object({
  rule: z.string(),
  reason: z.string().describe('With the limit and the figures, in words'),
  scope: z.enum(LIMIT_SCOPES).optional().describe('Whose limit it is'),
  limit: z.string().optional(),
  actual: z.string().optional().describe('What was held against the limit'),
  halts: z.enum(['reducing', 'halted']).optional().describe('What it would do to the account'),
});

const told = z.object({ side: z.enum(['long', 'short', 'flat']), quantity: decimalText.optional() });
const drift = z
  .object({ alert: told, position: told, reason: z.string() })
  .describe('What the message says was held before it, and what is held, where the two disagree');

export const previewedDecision = z.object({
  kind: z.enum(['orders', 'denied', 'held', 'stopped', 'no_op', 'command']),
  orders: z.array(previewedOrder).describe('In turn, each only after the one before is filled'),
  denial: denial.optional().describe('The rule that stops it, or the part of it that is `deniedOrder`'),
  deniedOrder: previewedOrder.optional(),
  heldOrder: previewedOrder.optional().describe('Would wait for an answer, because of `drift`'),
  drift: drift.optional(),
  command: z.string().optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
  protection: previewedProtection.optional().describe('What will stand behind the position that it makes'),
});

/** Signed: a short position has a negative quantity. */
export const previewedPosition = z.object({ quantity: decimalText, averageEntryPrice: decimalText.optional() });

export const previewedCase = z.object({
  held: z.enum(['flat', 'long', 'short']),
  position: previewedPosition.optional().describe('When this step begins'),
  decision: previewedDecision,
});

export function decisionView({ decision, protection }: Outlook, rates: CommissionRates) {
  const drift = decision.drift && driftView(decision.drift);
  const view = (order: DecidedOrder) => previewedOrderView(order, rates);
  switch (decision.kind) {
    case 'orders': {
      const { kind, denial, deniedOrder, heldOrder } = decision;
      const left = { deniedOrder: deniedOrder && view(deniedOrder), heldOrder: heldOrder && view(heldOrder) };
      const guarded = protection && previewedProtectionView(protection);
      return { kind, orders: decision.orders.map(view), denial, ...left, drift, protection: guarded };
    }
    case 'denied': {
      const { kind, denial, deniedOrder } = decision;
      return { kind, orders: [], denial, deniedOrder: deniedOrder && view(deniedOrder), drift };
    }
    case 'held':
      return { kind: decision.kind, orders: [], heldOrder: view(decision.heldOrder), drift };
    case 'no_op':
    case 'stopped':
    case 'command':
      return { ...decision, orders: [], drift };
  }
}

function driftView({ alert, position, reason }: Drift) {
  return toJson({ alert, position, reason });
}

export function positionView(position: Position | undefined) {
  if (position === undefined) return undefined;
  const { quantity } = position;
  return toJson({ quantity, averageEntryPrice: averageEntryPrice(position)?.round(SHOWN_DIGITS) });
}

export function caseView({ held, ...outlook }: AssumedOutlook, rates: CommissionRates) {
  return { held, position: positionView(outlook.before), decision: decisionView(outlook, rates) };
}
