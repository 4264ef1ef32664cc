import * as z from 'zod';
import { type Decimal, parseDecimal } from '../money/decimal.ts';
import { LOSS_CONSEQUENCES, type RiskLimits, WEEKDAYS } from './limits.ts';

const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;
const DAY_SECONDS = 86_400;
const MAX_COOLDOWN_SECONDS = 31 * DAY_SECONDS;

/** Without `days` on every day. */
const tradingWindow = z.strictObject({
  days: z.array(z.enum(WEEKDAYS)).min(1).max(WEEKDAYS.length).optional(),
  from: z.string().regex(HOUR, 'must be an hour in UTC such as 08:30'),
  to: z.string().regex(HOUR, 'must be an hour in UTC such as 22:00').describe('Exclusive'),
});
const seconds = (most: number) => z.int().min(1).max(most);

/** One schema per limit, for requests, answers and columns. `as` says what the text of a decimal becomes, and what a symbol may be. */
export function limitFields<D extends z.ZodType, F extends z.ZodType, S extends z.ZodType>(as: {
  figure: D;
  fraction: F;
  symbol: S;
}) {
  const { figure, fraction, symbol } = as;
  return {
    maxOrderNotional: figure,
    maxPositionNotional: figure,
    maxExposure: figure,
    maxLeverage: figure,
    canAlertRaiseLeverage: z.boolean(),
    maxOpenPositions: z.int().min(1).max(10_000),
    maxOrdersPerMinute: z.int().min(1).max(100_000),
    maxDailyLoss: figure,
    maxDrawdownFraction: fraction,
    onLossLimit: z.enum(LOSS_CONSEQUENCES),
    maxLossesInRow: z.int().min(1).max(1_000),
    cooldownAfterLossSeconds: seconds(MAX_COOLDOWN_SECONDS),
    cooldownAfterExitSeconds: seconds(MAX_COOLDOWN_SECONDS),
    maxPriceDeviationFraction: fraction,
    maxAlertAgeSeconds: seconds(DAY_SECONDS),
    tradingHours: z.array(tradingWindow).max(50),
    allowedSymbols: z.array(symbol).max(500),
  };
}

const storedDecimal = z.string().transform((text, context): Decimal => {
  const value = parseDecimal(text);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: `"${text}" is not a decimal` });
  return z.NEVER;
});
const storedLimits = z
  .object(limitFields({ figure: storedDecimal, fraction: storedDecimal, symbol: z.string() }))
  .partial();

/** Limits as a jsonb column keeps them, decimals as text. @throws ZodError for what this version never wrote */
export function readLimits(json: unknown): RiskLimits {
  return storedLimits.parse(json);
}

export function writeLimits(limits: RiskLimits): string {
  return JSON.stringify(limits);
}
