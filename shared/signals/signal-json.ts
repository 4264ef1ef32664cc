import * as z from 'zod';
import { MARKETS } from '../markets/market.ts';
import { type Decimal, parseDecimal } from '../money/decimal.ts';
import { INTENTS, SIZE_TYPES, type Signal } from './signal.ts';

/** A signal as JSON, in the database and in answers alike. `decimal` says what the text of a decimal becomes. */
export function signalShape<D extends z.ZodType>(decimal: D) {
  const level = z.object({
    kind: z.enum(['abs', 'pct', 'amount', 'ticks']),
    value: decimal,
    from: z.enum(['entry', 'market']).optional(),
    share: decimal.optional(),
    trailing: z.boolean().optional(),
    activation: decimal.optional(),
    distance: decimal.optional(),
  });
  const breakEven = z.object({
    kind: z.enum(['pct', 'amount', 'ticks']),
    trigger: decimal,
    offset: decimal.optional(),
  });
  const priceOffset = z.object({
    kind: z.enum(['pct', 'amount']),
    value: decimal,
    from: z.enum(['market', 'entry']),
    towards: z.enum(['up', 'better']),
  });
  const side = z.enum(['long', 'short', 'flat']);
  return z.object({
    dialect: z.string(),
    step: z.int(),
    of: z.int(),
    delaySeconds: z.number(),
    symbol: z.string().optional(),
    market: z.enum(MARKETS).optional(),
    chartExchange: z.string().optional(),
    intent: z.enum(INTENTS),
    orderSide: z.enum(['buy', 'sell']).optional(),
    size: z.discriminatedUnion('type', [
      z.object({ type: z.literal('strategy_default') }),
      z.object({ type: z.enum(SIZE_TYPES).exclude(['strategy_default']), value: decimal }),
    ]),
    isSizeMargin: z.boolean().optional(),
    maxPositionQuote: decimal.optional(),
    leverage: decimal.optional(),
    reduceOnly: z.boolean(),
    orderType: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
    price: decimal.optional(),
    priceOffset: priceOffset.optional(),
    stopPrice: decimal.optional(),
    timeInForce: z.string().optional(),
    postOnly: z.boolean().optional(),
    takeProfits: z.array(level),
    stopLoss: level.optional(),
    breakEven: breakEven.optional(),
    cancelFirst: z.boolean(),
    previousSide: side.optional(),
    previousQuantity: decimal.optional(),
    targetSide: side.optional(),
    targetQuantity: decimal.optional(),
    signalPrice: decimal.optional(),
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
}

/** A decimal in jsonb is a string; see `toJSON` of big.js. */
export const storedDecimal = z.string().transform((text, context): Decimal => {
  const value = parseDecimal(text);
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: `"${text}" is not a decimal` });
  return z.NEVER;
});

const storedSignals = z.array(signalShape(storedDecimal));

/** Signals as `alerts.signals` keeps them. @throws ZodError when the column holds something that this version never wrote */
export function readSignals(json: unknown): Signal[] {
  return storedSignals.parse(json);
}
