import * as z from 'zod';
import { parseDecimal, zero } from '../../money/decimal.ts';

/** Replies as `readJson` gives them: numbers are text. Tolerant of fields that are new, strict about those we use. */
export const digits = z.string().regex(/^-?\d{1,20}$/, 'must be a whole number');
export const amount = z
  .string()
  .refine((text) => parseDecimal(text) !== undefined, 'must be a plain number')
  .transform((text) => parseDecimal(text) ?? zero);
export const instant = z
  .string()
  .regex(/^\d{1,16}$/, 'must be an instant in milliseconds')
  .transform((text) => new Date(Number(text)));
export const side = z
  .enum(['BUY', 'SELL'])
  .transform((word) => (word === 'BUY' ? ('buy' as const) : ('sell' as const)));
