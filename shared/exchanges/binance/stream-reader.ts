import type { Market } from '../../markets/market.ts';
import type { UserStreamHandlers } from '../user-stream.ts';
import { orderUpdates } from './order-updates.ts';
import { type OrderNews, readAlgoUpdate, readSpotExecution, readUsdmExecution } from './stream-events.ts';

export type StreamListener = Pick<UserStreamHandlers, 'onOrder' | 'onGap'>;

const MAX_TRIGGERED = 1_000;
/** After these nothing more comes on this connection. */
const LAST_WORDS = ['eventStreamTerminated', 'serverShutdown', 'listenKeyExpired'];

/** Turns messages of one account into updates and gaps. `renew` is called when the connection has said goodbye. */
export function streamReader(
  market: Market,
  listener: StreamListener,
  renew: (reason: string) => void,
): (message: unknown) => void {
  const updates = orderUpdates();
  /** Id of the order that a conditional one made, to our id of the conditional one. */
  const triggered = new Map<string, string>();
  const tell = (news: OrderNews): void => {
    const { symbol, exchangeOrderId } = news.report;
    const clientOrderId = triggered.get(`${symbol}/${exchangeOrderId}`) ?? news.report.clientOrderId;
    const { update, isMissingFills } = updates.sort({ ...news, report: { ...news.report, clientOrderId } });
    if (update !== undefined) listener.onOrder(update);
    if (isMissingFills) listener.onGap({ market, reason: 'missed_fills', symbol, clientOrderId });
  };
  const tellAlgo = (event: unknown): boolean => {
    const news = readAlgoUpdate(event);
    if (news === undefined) return false;
    if (!('actualOrderId' in news)) tell(news);
    else {
      const { symbol, clientOrderId } = news.report;
      const key = `${symbol}/${news.actualOrderId}`;
      if (!triggered.has(key)) listener.onGap({ market, reason: 'triggered', symbol, clientOrderId });
      triggered.set(key, clientOrderId);
      const [oldest] = triggered.keys();
      if (triggered.size > MAX_TRIGGERED && oldest !== undefined) triggered.delete(oldest);
    }
    return true;
  };
  const tellOrder = (news: OrderNews | undefined): boolean => {
    if (news !== undefined) tell(news);
    return news !== undefined;
  };
  const readers: Readonly<Record<string, (event: unknown) => boolean>> = {
    executionReport: (event) => tellOrder(readSpotExecution(event)),
    ORDER_TRADE_UPDATE: (event) => tellOrder(readUsdmExecution(event)),
    ALGO_UPDATE: tellAlgo,
  };
  return (message) => {
    const event = eventIn(message);
    const name = nameOf(event);
    if (LAST_WORDS.includes(name)) renew(`the exchange says "${name}"`);
    else if (readers[name]?.(event) === false) listener.onGap({ market, reason: 'unreadable' });
  };
}

/** The WebSocket API wraps its events. */
function eventIn(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'event' in message ? message.event : message;
}

function nameOf(event: unknown): string {
  return typeof event === 'object' && event !== null && 'e' in event && typeof event.e === 'string' ? event.e : '';
}
