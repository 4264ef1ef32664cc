import * as z from 'zod';
import { MARKETS } from '../../shared/markets/market.ts';
import { type Decimal, decimal, parseDecimal, zero } from '../../shared/money/decimal.ts';

/** The fields that requests and answers of several routes share. */

const DECIMAL = '^-?\\d+(\\.\\d+)?$';

/** In answers. Text, because a JSON number loses digits on its way through most programs. */
export const decimalText = z.string().meta({ pattern: DECIMAL, examples: ['0.0125'] });
export const instantText = z.string().meta({ format: 'date-time', examples: ['2026-03-02T12:00:00.000Z'] });
export const idText = z.string().meta({ examples: ['alt_01k3wq8z5v6m2n4p7r9s1t3v5x'] });
export const marketText = z.enum(MARKETS);

/** In requests. */
export const positiveDecimal = z
  .string({ error: 'must be a decimal in quotes, such as "100.5"' })
  .regex(/^\d{1,20}(\.\d{1,18})?$/, 'must be a plain positive decimal, such as "100.5"')
  .refine((text) => parseDecimal(text)?.gt(zero) ?? false, 'must be above zero')
  .transform((text): Decimal => decimal(text));

export const instant = z.iso
  .datetime({ offset: true, error: 'must be an instant such as "2026-03-02T12:00:00Z"' })
  .transform((text) => new Date(text));

export const symbolName = z
  .string()
  .regex(/^[A-Z0-9]{2,30}$/, 'must be a symbol as the exchange spells it, e.g. BTCUSDT');

export const anId = z.string().regex(/^[a-z]{3}_[0-9a-z]{1,40}$/, 'must be an id, such as alt_01k3…');
export const idParams = z.object({ id: anId });

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

export const pageFields = {
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT).describe('Items on the page'),
  cursor: anId.optional().describe('`nextCursor` of the page before'),
};
export const pageQuery = z.strictObject(pageFields);

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: idText.nullable().describe('Give it as `cursor` for the next page; null when there is none'),
  });
}

export const askedFor = z.object({ alertId: idText.describe('Follow it at /api/v1/alerts/{id}') });
