import * as z from 'zod';
import { toJson } from '../../../../shared/http/to-json.ts';
import type { Route } from '../../../../shared/routes/route.ts';
import { idText, instantText } from '../../fields.ts';

export const KEY =
  'What messages call their bot or account, as they say it; of a secret, # and eight digits of its digest';
const HOOK = 'The strategy whose hook the messages come in by; absent for those that come with WEBHOOK_SECRET';

export const doorFields = { hookStrategyId: idText.optional().describe(HOOK) };

export const routeSchema = z
  .object({
    id: idText,
    key: z.string().describe(KEY),
    strategyId: idText.describe('Which strategy they are for; a key that is bound to several is for each of them'),
    ...doorFields,
    createdAt: instantText,
  })
  .meta({ id: 'Route' });

export function routeView({ userId: _, ...route }: Route) {
  return toJson(route);
}
