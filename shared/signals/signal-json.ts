import * as z from 'zod';
import { type Decimal, parseDecimal } from '../money/decimal.ts';
import { INTENTS, type Signal } from './signal.ts';

/** A decimal in jsonb is a string; see `toJSON` of big.js. */
const decimalText = z.string().transform((text, context): Decimal => {
  const value = parseDecimal(text);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: `"${text}" is not a decimal` });
  return z.NEVER;
});

const sizeJson = z.discriminatedUnion('type', [
  z.object({ type: z.literal('strategy_default') }),
  z.object({
    type: z.enum([
      'base',
      'quote',
      'contracts',
      'pct_equity',
      'pct_available',
      'pct_position',
      'risk_quote',
      'risk_pct',
      'target_base',
    ]),
    value: decimalText,
  }),
]);

const levelJson = z.object({
  kind: z.enum(['abs', 'pct', 'amount', 'ticks']),
  value: decimalText,
  from: z.enum(['entry', 'market']).optional(),
  share: decimalText.optional(),
  trailing: z.boolean().optional(),
});

const sideJson = z.enum(['long', 'short', 'flat']);

const signalJson = z.object({
  dialect: z.string(),
  step: z.number().int(),
  of: z.number().int(),
  delaySeconds: z.number(),
  symbol: z.string().optional(),
  market: z.enum(['spot', 'usdm']).optional(),
  chartExchange: z.string().optional(),
  intent: z.enum(INTENTS),
  orderSide: z.enum(['buy', 'sell']).optional(),
  size: sizeJson,
  leverage: decimalText.optional(),
  reduceOnly: z.boolean(),
  orderType: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
  price: decimalText.optional(),
  stopPrice: decimalText.optional(),
  timeInForce: z.string().optional(),
  postOnly: z.boolean().optional(),
  takeProfits: z.array(levelJson),
  stopLoss: levelJson.optional(),
  cancelFirst: z.boolean(),
  previousSide: sideJson.optional(),
  previousQuantity: decimalText.optional(),
  targetSide: sideJson.optional(),
  targetQuantity: decimalText.optional(),
  signalPrice: decimalText.optional(),
  signalAt: z.string().optional(),
  barAt: z.string().optional(),
  interval: z.string().optional(),
  maxLagSeconds: z.number().optional(),
  explicitId: z.string().optional(),
  orderTag: z.string().optional(),
  accountAlias: z.string().optional(),
  routeKey: z.string().optional(),
  dryRun: z.boolean(),
  extras: z.record(z.string(), z.string()),
});

/** Signals as `alerts.signals` keeps them. @throws ZodError when the column holds something that this version never wrote */
export function readSignals(json: unknown): Signal[] {
  return z.array(signalJson).parse(json);
}
