import * as z from 'zod';

export const priceVariables = {
  /** How old a price may be to be used again; an older one is no price, and is asked for. */
  PRICE_MAX_AGE_MS: z.coerce.number().int().min(0).max(60_000).default(5_000),
};
