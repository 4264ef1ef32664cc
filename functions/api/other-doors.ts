import * as z from 'zod';
import type { RouteDescription } from '../../shared/http/route.ts';
import { idText } from './fields.ts';

/** What the API document tells of, though other functions answer it. */
export type OtherDoor = RouteDescription & { auth: 'none' };

const kept = z
  .object({
    id: idText.describe("The alert's own id; a duplicate's is that of the first delivery"),
    status: z.enum(['accepted', 'duplicate', 'not_understood', 'conflict']),
    signals: z
      .array(z.looseObject({ step: z.int(), intent: z.string() }))
      .optional()
      .describe('What it was read as'),
    alerts: z
      .array(z.looseObject({ id: idText, strategyId: idText, status: z.enum(['accepted', 'not_understood']) }))
      .optional()
      .describe('One for each strategy, where it is for several; the first has the `id` of the delivery'),
    code: z.string().optional(),
    reason: z.string().optional().describe('Why it is not carried out'),
    firstId: idText.optional().describe('The alert that has the same identity and another message'),
  })
  .meta({ id: 'KeptAlert' });

const KEPT = {
  202: { description: 'Kept. Carried out unless its status says otherwise', schema: kept },
  200: { description: 'Kept before: nothing happens again', schema: kept },
};
const TOO_LARGE = { 413: 'Over 64 KB', 503: 'Nothing could be kept: send again' };
const MESSAGE = 'The body is the message of the alert: JSON or text, whatever its Content-Type says.';

const dependency = z.looseObject({
  status: z.enum(['up', 'down', 'not_configured']),
  latencyMs: z.number().optional(),
});
const health = z
  .object({ status: z.enum(['ready', 'degraded', 'unavailable']), dependencies: z.record(z.string(), dependency) })
  .meta({ id: 'Health' });

export const OTHER_DOORS: readonly OtherDoor[] = [
  {
    method: 'POST',
    path: '/api/v1/webhook/{token}',
    name: 'receiveAlert',
    tag: 'Webhook',
    summary: 'An alert for the strategy whose hook this is',
    description: MESSAGE,
    auth: 'none',
    params: z.object({ token: z.string().describe('The hook token of a strategy') }),
    responses: KEPT,
    problems: { 404: 'No strategy has this hook', ...TOO_LARGE },
  },
  {
    method: 'POST',
    path: '/api/v1/webhook',
    name: 'receiveAlertWithSecret',
    tag: 'Webhook',
    summary: 'An alert that carries its secret in the message',
    description: `${MESSAGE} A field such as "secret" or "passphrase" holds a hook token or WEBHOOK_SECRET; it is never stored.`,
    auth: 'none',
    responses: KEPT,
    problems: { 401: 'No secret, or a wrong one', ...TOO_LARGE },
  },
  {
    method: 'GET',
    path: '/api/v1/health',
    name: 'live',
    tag: 'Health',
    summary: 'Whether the service answers',
    auth: 'none',
    responses: { 200: { description: 'It does', schema: z.object({ status: z.literal('healthy') }) } },
  },
  {
    method: 'GET',
    path: '/api/v1/health/ready',
    name: 'ready',
    tag: 'Health',
    summary: 'Whether alerts can be kept, and what of that is away',
    auth: 'none',
    responses: {
      200: { description: 'Ready, or degraded: without something that helps', schema: health },
      503: { description: 'Alerts cannot be kept', schema: health },
    },
  },
];
