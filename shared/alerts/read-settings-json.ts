import * as z from 'zod';
import { PRICE_UNITS, type ReadSettings, VOLUME_UNITS } from './read-settings.ts';

/** The settings as JSON, in the database and over the API alike. */
export const readSettingsShape = {
  pineConnector: {
    volumeUnit: z.enum(VOLUME_UNITS),
    targetUnit: z.enum(PRICE_UNITS),
    entryUnit: z.enum(PRICE_UNITS),
  },
  autoviewMarketWithoutPrice: z.boolean(),
  dealSide: z.enum(['long', 'short']),
};

const stored = z
  .object({ ...readSettingsShape, pineConnector: z.object(readSettingsShape.pineConnector).partial() })
  .partial();

/** @throws ZodError when the column holds something that this version never wrote */
export function readReadSettings(json: unknown): ReadSettings {
  return stored.parse(json);
}
