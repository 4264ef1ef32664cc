import * as z from 'zod';
import { toJson } from '../../../../shared/http/to-json.ts';
import { LIMIT_SCOPES, type ScopedLimits } from '../../../../shared/limits/limits.ts';
import { instantText } from '../../fields.ts';
import { limitsInAnswer } from '../../limit-fields.ts';

export const riskLimitsSchema = z
  .object({
    scope: z.enum(LIMIT_SCOPES),
    subject: z.string().describe('The id of the user, account or strategy, or the symbol'),
    limits: limitsInAnswer,
    updatedBy: z.string().optional(),
    updatedAt: instantText.optional(),
  })
  .meta({
    id: 'RiskLimits',
    description:
      'What binds entries; exits pass all of it. Of all that apply to an order the strictest counts. Notionals of one order ' +
      'or position are in the quote of its symbol, sums over several in USDT, fractions from 0 to 1.',
  });

export function riskLimitsView(limits: ScopedLimits & { updatedBy?: string; updatedAt?: Date }) {
  return toJson(limits);
}
