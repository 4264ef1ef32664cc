import * as z from 'zod';
import { limitFields } from '../../shared/limits/limits-json.ts';
import { one } from '../../shared/money/decimal.ts';
import { decimalText, positiveDecimal, symbolName } from './fields.ts';

const positiveFraction = positiveDecimal.refine((value) => value.lte(one), 'must be at most "1": "0.05" is 5 %');
export const limitsInRequest = limitFields({ figure: positiveDecimal, fraction: positiveFraction, symbol: symbolName });
export const limitsInAnswer = z
  .object(limitFields({ figure: decimalText, fraction: decimalText, symbol: z.string() }))
  .partial();

/** What a strategy may limit: a loss limit of its own denies, and stops nobody else. */
const { onLossLimit: _, ...ofStrategy } = limitsInRequest;
export const strategyLimitsInRequest = ofStrategy;

/** Null takes a limit away; what is absent stays as it is. */
export const limitsPatch = z
  .strictObject({
    maxOrderNotional: limitsInRequest.maxOrderNotional.nullable(),
    maxPositionNotional: limitsInRequest.maxPositionNotional.nullable(),
    maxExposure: limitsInRequest.maxExposure.nullable(),
    maxLeverage: limitsInRequest.maxLeverage.nullable(),
    canAlertRaiseLeverage: limitsInRequest.canAlertRaiseLeverage.nullable(),
    maxOpenPositions: limitsInRequest.maxOpenPositions.nullable(),
    maxOrdersPerMinute: limitsInRequest.maxOrdersPerMinute.nullable(),
    maxDailyLoss: limitsInRequest.maxDailyLoss.nullable(),
    maxDrawdownFraction: limitsInRequest.maxDrawdownFraction.nullable(),
    maxLossesInRow: limitsInRequest.maxLossesInRow.nullable(),
    cooldownAfterLossSeconds: limitsInRequest.cooldownAfterLossSeconds.nullable(),
    cooldownAfterExitSeconds: limitsInRequest.cooldownAfterExitSeconds.nullable(),
    maxPriceDeviationFraction: limitsInRequest.maxPriceDeviationFraction.nullable(),
    maxAlertAgeSeconds: limitsInRequest.maxAlertAgeSeconds.nullable(),
    tradingHours: limitsInRequest.tradingHours.nullable(),
    allowedSymbols: limitsInRequest.allowedSymbols.nullable(),
  })
  .partial();
