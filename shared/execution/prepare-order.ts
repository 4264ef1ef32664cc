import type { Exchange } from '../exchanges/exchange.ts';
import { one } from '../money/decimal.ts';
import type { Order } from '../orders/order.ts';
import type { OrderChange } from './order-change.ts';
import type { Execution } from './store.ts';

/**
 * An entry on USD-M was sized with a leverage, and is margined as its strategy says: the exchange has to have both before it takes
 * the order. @returns what becomes of the order when it has not: it was certainly not sent
 */
export async function prepareOrder(
  exchange: Exchange,
  { order, execution }: { order: Order; execution: Execution },
): Promise<OrderChange | undefined> {
  const isEntry = order.purpose === 'open' || order.purpose === 'add';
  if (!isEntry || order.market !== 'usdm' || !exchange.capabilities.symbolSettings) return undefined;
  const leverage = Number((order.leverage ?? one).toFixed(0));
  try {
    const { marginType } = execution.strategy;
    const settings = { leverage, ...(marginType === 'account' ? {} : { marginType }) };
    const prepared = await exchange.prepareSymbol(order.market, order.symbol, settings);
    return prepared.status === 'ready'
      ? undefined
      : { kind: 'rejected', code: prepared.code, message: prepared.message };
  } catch (error) {
    return { kind: 'postponed', reason: error instanceof Error ? error.message : String(error) };
  }
}
