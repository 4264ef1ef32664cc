import * as z from 'zod';
import { zero } from '../../money/decimal.ts';
import { amount, digits, instant, side } from './fields.ts';
import type { OrderReport } from './report.ts';
import { spotReport } from './spot-schemas.ts';
import type { TradeReport } from './trade-report.ts';
import { algoReport, usdmReport } from './usdm-schemas.ts';

/** What one event says: how an order stands, and the trade that brought it there. */
export type OrderNews = { report: OrderReport; trade?: TradeReport };
/** A conditional order has made an order, which trades under an id of its own. */
export type TriggerNews = { report: OrderReport; actualOrderId: string };

const executed = z.object({
  ...{ x: z.string(), X: z.string(), i: digits, S: side, s: z.string(), q: amount, z: amount, l: amount, L: amount },
  ...{ n: amount.optional(), N: z.string().nullish(), T: instant, t: digits },
});

/** https://github.com/binance/binance-spot-api-docs/blob/master/user-data-stream.md#order-update */
const spotExecution = executed.extend({
  ...{ c: z.string(), C: z.string(), o: z.string(), Z: amount, w: z.boolean(), eR: z.string().optional() },
});

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Event-Order-Update */
const usdmExecution = z.object({ o: executed.extend({ c: z.string(), ap: amount }) });

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/user-data-streams/Event-Algo-Order-Update */
const usdmAlgoUpdate = z.object({
  T: instant,
  o: z.object({
    ...{ caid: z.string(), aid: digits, s: z.string(), S: side, q: amount, X: z.string() },
    ...{ ai: z.string().optional(), rm: z.string().optional() },
  }),
});

/** Read into the fields of an answer, so that the same mapper says what both mean. @returns undefined for what does not fit */
export function readSpotExecution(event: unknown): OrderNews | undefined {
  const { data } = spotExecution.safeParse(event);
  if (data === undefined) return undefined;
  const report = spotReport({
    ...{ symbol: data.s, orderId: data.i, clientOrderId: data.C === '' ? data.c : data.C, side: data.S, type: data.o },
    ...{ status: data.X, origQty: data.q, executedQty: data.z, cummulativeQuoteQty: data.Z, isWorking: data.w },
    ...{ updateTime: data.T, ...(data.eR === undefined ? {} : { expiryReason: data.eR }) },
  });
  return { report, ...tradeIn(data) };
}

export function readUsdmExecution(event: unknown): OrderNews | undefined {
  const { data } = usdmExecution.safeParse(event);
  if (data === undefined) return undefined;
  const { o } = data;
  const report = usdmReport({
    ...{ symbol: o.s, orderId: o.i, clientOrderId: o.c, side: o.S, status: o.X, origQty: o.q, executedQty: o.z },
    ...{ avgPrice: o.ap, updateTime: o.T },
  });
  return { report, ...tradeIn(o) };
}

export function readAlgoUpdate(event: unknown): OrderNews | TriggerNews | undefined {
  const { data } = usdmAlgoUpdate.safeParse(event);
  if (data === undefined) return undefined;
  const { o, T } = data;
  const report = algoReport({
    ...{ symbol: o.s, algoId: o.aid, clientAlgoId: o.caid, side: o.S, algoStatus: o.X, quantity: o.q, updateTime: T },
  });
  if (o.ai) return { report, actualOrderId: o.ai };
  return { report: o.rm ? { ...report, reason: o.rm } : report };
}

function tradeIn(data: z.output<typeof executed>): { trade?: TradeReport } {
  if (data.x !== 'TRADE' || data.l.lte(zero)) return {};
  return {
    trade: {
      ...{ tradeId: data.t, exchangeOrderId: data.i, side: data.S, price: data.L, quantity: data.l, filledAt: data.T },
      ...{ commission: data.n ?? zero, commissionAsset: data.N ?? '' },
    },
  };
}
