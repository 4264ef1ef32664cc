import * as z from 'zod';
import { ALERT_STATUSES } from '../../../../shared/alerts/alert.ts';
import { type FlattenReport, LANE_OUTCOMES } from '../../../../shared/flattens/flatten.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import { decimalText, idText, instantText, marketText } from '../../fields.ts';

const lane = z.object({
  accountId: idText,
  market: marketText,
  symbol: z.string(),
  outcome: z
    .enum(LANE_OUTCOMES)
    .describe('flat: nothing is left · working: under way · left: it ended and something is there still · skipped'),
  alertId: idText.optional().describe('The command; follow it at /api/v1/alerts/{id}'),
  status: z.enum(ALERT_STATUSES).optional().describe('Of the command'),
  reason: z.string().optional().describe('Why something is left'),
  quantity: decimalText.describe('What is held now'),
  openOrders: z.int(),
});

export const flattenSchema = z
  .object({
    id: idText,
    accountId: idText.optional().describe('Absent: all accounts'),
    reason: z.string(),
    askedBy: z.string(),
    askedAt: instantText,
    isDone: z.boolean().describe('Whether every command has ended'),
    lanes: z.array(lane).describe('Each account, market and symbol that had a position or open orders'),
  })
  .meta({ id: 'Flatten', description: 'What a kill switch was asked to close and cancel, and what it could not' });

export function flattenView(report: FlattenReport) {
  return toJson(report);
}
