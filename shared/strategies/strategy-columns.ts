import * as z from 'zod';
import { decimal, parseDecimal, print } from '../money/decimal.ts';
import { SIZE_TYPES } from '../signals/signal.ts';
import type { Strategy } from './strategy.ts';

/** How sizing is written into its jsonb column, and read back: decimals as strings. */
const storedDecimal = z.string().refine((text) => parseDecimal(text) !== undefined);
const storedSizing = z.object({ type: z.enum(SIZE_TYPES).exclude(['strategy_default']), value: storedDecimal });

export function readSizing(stored: unknown): Strategy['sizing'] {
  const { type, value } = storedSizing.parse(stored);
  return { type, value: decimal(value) };
}

export function writeSizing(sizing: Strategy['sizing']): string {
  return JSON.stringify({ type: sizing.type, value: print(sizing.value) });
}
