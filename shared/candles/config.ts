import * as z from 'zod';

export const candleVariables = {
  /** How many symbols candles are kept of; 0 keeps none and asks nobody. */
  CANDLE_SYMBOLS: z.coerce.number().int().min(0).max(200).default(20),
  CANDLE_DAYS_1M: z.coerce.number().int().min(1).max(365).default(14),
  CANDLE_DAYS_1H: z.coerce.number().int().min(1).max(3_650).default(730),
};
