import { type Decimal, max, zero } from '../../money/decimal.ts';
import type { ExchangeOrder } from '../../orders/exchange-order.ts';
import { isClosed } from '../../orders/order.ts';
import type { OrderUpdate } from '../user-stream.ts';
import { isOurs, type OrderReport } from './report.ts';
import type { OrderNews } from './stream-events.ts';
import { toFill } from './trade-report.ts';

export type Sorted = {
  /** Absent for what was told before, or is older than what was. */
  update?: OrderUpdate;
  /** More is filled than fills were told of: some got lost, or are late. */
  isMissingFills: boolean;
};

type Known = { status: ExchangeOrder['status']; filled: Decimal; shown: Decimal; trades: Set<string>; at: Date };

const MAX_ORDERS = 2_000;

/** Makes sense of events that may come twice, late, in the wrong order, or not at all. An order never goes backwards. */
export function orderUpdates(): { sort(news: OrderNews): Sorted } {
  const orders = new Map<string, Known>();
  const keep = (key: string, known: Known): void => {
    orders.delete(key);
    orders.set(key, known);
    const [oldest] = orders.keys();
    if (orders.size > MAX_ORDERS && oldest !== undefined) orders.delete(oldest);
  };
  return {
    sort({ report, trade }) {
      const key = `${report.market}/${report.symbol}/${report.exchangeOrderId}`;
      const known = orders.get(key);
      const isRepeated = trade !== undefined && known?.trades.has(trade.tradeId);
      if (isRepeated || (trade === undefined && known !== undefined && !isNewer(report, known)))
        return { isMissingFills: false };
      const after = advance(known, { report, ...(trade === undefined ? {} : { trade }) });
      keep(key, after);
      const latest: OrderReport = { ...report, status: after.status, filledQuantity: after.filled };
      return {
        update: { ...toUpdate(latest), ...(trade === undefined ? {} : { fill: toFill(trade) }) },
        isMissingFills: after.filled.gt(after.shown),
      };
    },
  };
}

function isNewer(report: OrderReport, known: Known): boolean {
  if (isClosed(known.status)) return false;
  return report.status !== known.status ? report.updatedAt >= known.at : report.filledQuantity.gt(known.filled);
}

function advance(known: Known | undefined, { report, trade }: OrderNews): Known {
  const isBehind = known !== undefined && (isClosed(known.status) || report.filledQuantity.lt(known.filled));
  const trades = new Set(known?.trades);
  if (trade !== undefined) trades.add(trade.tradeId);
  return {
    status: isBehind ? known.status : report.status,
    filled: max(known?.filled ?? zero, report.filledQuantity),
    shown: (known?.shown ?? zero).plus(trade?.quantity ?? zero),
    trades,
    at: known !== undefined && known.at > report.updatedAt ? known.at : report.updatedAt,
  };
}

function toUpdate(report: OrderReport): OrderUpdate {
  const { market, symbol, side, clientOrderId, exchangeOrderId, status, filledQuantity, averagePrice, reason } = report;
  return {
    ...{ market, symbol, side, isOurs: isOurs(clientOrderId), at: report.updatedAt },
    order: {
      ...{ clientOrderId, exchangeOrderId, status, filledQuantity },
      ...(averagePrice === undefined ? {} : { averagePrice }),
      ...(reason === undefined ? {} : { reason }),
    },
  };
}
