import * as z from 'zod';
import { type Decimal, decimal, parseDecimal, print } from '../money/decimal.ts';
import { SIZE_TYPES } from '../signals/signal.ts';
import type { Strategy, StrategyLimits } from './strategy.ts';

/** How sizing and limits are written into their jsonb columns, and read back: decimals as strings. */
const storedDecimal = z.string().refine((text) => parseDecimal(text) !== undefined);
const storedSizing = z.object({ type: z.enum(SIZE_TYPES).exclude(['strategy_default']), value: storedDecimal });
const storedLimits = z.object({
  maxOrderNotional: storedDecimal.optional(),
  maxPositionNotional: storedDecimal.optional(),
  maxAlertAgeSeconds: z.number().optional(),
  allowedSymbols: z.array(z.string()).optional(),
});

export function readSizing(stored: unknown): Strategy['sizing'] {
  const { type, value } = storedSizing.parse(stored);
  return { type, value: decimal(value) };
}

export function writeSizing(sizing: Strategy['sizing']): string {
  return JSON.stringify({ type: sizing.type, value: print(sizing.value) });
}

export function readLimits(stored: unknown): StrategyLimits {
  const { maxOrderNotional, maxPositionNotional, ...rest } = storedLimits.parse(stored);
  const limits: StrategyLimits = { ...rest };
  if (maxOrderNotional !== undefined) limits.maxOrderNotional = decimal(maxOrderNotional);
  if (maxPositionNotional !== undefined) limits.maxPositionNotional = decimal(maxPositionNotional);
  return limits;
}

export function writeLimits(limits: StrategyLimits): string {
  const text = (value: Decimal | undefined) => (value === undefined ? undefined : print(value));
  return JSON.stringify({
    ...limits,
    maxOrderNotional: text(limits.maxOrderNotional),
    maxPositionNotional: text(limits.maxPositionNotional),
  });
}
