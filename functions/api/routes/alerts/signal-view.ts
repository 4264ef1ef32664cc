import * as z from 'zod';
import { INTENTS, SIZE_TYPES } from '../../../../shared/signals/signal.ts';
import { decimalText, marketText } from '../../fields.ts';

const side = z.enum(['long', 'short', 'flat']);
const level = z.object({
  kind: z.enum(['abs', 'pct', 'amount', 'ticks']),
  value: decimalText,
  from: z.enum(['entry', 'market']).optional(),
  share: decimalText.optional(),
  trailing: z.boolean().optional(),
});

/** One step of an alert as it was read. What the message left out is absent. */
export const signalSchema = z
  .object({
    dialect: z.string(),
    step: z.int(),
    of: z.int(),
    delaySeconds: z.number(),
    symbol: z.string().optional(),
    market: marketText.optional(),
    chartExchange: z.string().optional(),
    intent: z.enum(INTENTS),
    orderSide: z.enum(['buy', 'sell']).optional(),
    size: z.object({ type: z.enum(SIZE_TYPES), value: decimalText.optional() }),
    leverage: decimalText.optional(),
    reduceOnly: z.boolean(),
    orderType: z.enum(['market', 'limit', 'stop', 'stop_limit', 'trailing_stop']),
    price: decimalText.optional(),
    stopPrice: decimalText.optional(),
    timeInForce: z.string().optional(),
    postOnly: z.boolean().optional(),
    takeProfits: z.array(level),
    stopLoss: level.optional(),
    cancelFirst: z.boolean(),
    previousSide: side.optional(),
    previousQuantity: decimalText.optional(),
    targetSide: side.optional(),
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
  })
  .meta({ id: 'Signal', description: 'One step of a message as it was read. What the message left out is absent.' });
