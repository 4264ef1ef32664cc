import type { Exchange, OrderRequest, PlaceOutcome } from '../../shared/exchanges/exchange.ts';
import { type Decimal, decimal } from '../../shared/money/decimal.ts';
import type { ExchangeOrder } from '../../shared/orders/exchange-order.ts';
import type { Clock } from '../../shared/time/clock.ts';
import { BTCUSDT } from './build-signal.ts';
import { NOW } from './fixed.ts';

export type LedgerExchange = Exchange & {
  /** Every order that was executed, the same client order id twice if it was sent twice. */
  readonly executed: OrderRequest[];
  /** What the next calls of `place` do; then `fill` again. */
  readonly script: PlaceStep[];
  price: Decimal;
  /** When its fills happen. */
  now: Clock;
  /** Fills what rests, at its price, and tells nobody. */
  fillResting(): void;
};

export type PlaceStep = 'fill' | 'rest' | 'lost before execution' | 'lost after execution' | 'busy' | 'reject';

const KNOWN = /^(BTC|ETH|SOL|XRP|ADA|BNB|DOT|LTC)USDT$/;

/**
 * An exchange that is less forgiving than a real one: it executes the same client order id again whenever it is sent again,
 * as Binance does with an order that is filled already.
 */
export function ledgerExchange(): LedgerExchange {
  const executed: OrderRequest[] = [];
  const script: PlaceStep[] = [];
  const orders = new Map<string, ExchangeOrder>();
  const exchange: LedgerExchange = {
    executed,
    script,
    price: decimal('50000'),
    now: () => NOW,
    fillResting() {
      for (const [id, order] of orders) {
        const request = executed.find(({ clientOrderId }) => clientOrderId === id);
        if (order.status !== 'open' || request === undefined) continue;
        const price = request.type === 'limit' ? request.price : exchange.price;
        orders.set(id, toExchangeOrder(request, Number(order.exchangeOrderId), { price, at: exchange.now() }));
      }
    },
    capabilities: { conditionalOrders: false, pairs: false, symbolSettings: false, countdownCancel: [] },
    symbolRules: async (market, symbol) => (KNOWN.test(symbol) ? { ...BTCUSDT, market, symbol } : undefined),
    nearestSymbols: async () => [BTCUSDT.symbol],
    async place(request): Promise<PlaceOutcome> {
      const step = script.shift() ?? 'fill';
      if (step === 'busy') return { status: 'not_executed', message: 'Service Unavailable.', retryAfterMs: 10 };
      if (step === 'reject') return { status: 'rejected', code: '-2019', message: 'Margin is insufficient.' };
      if (step === 'lost before execution') throw new Error('socket hang up');
      executed.push(request);
      const match = step === 'rest' ? undefined : { price: exchange.price, at: exchange.now() };
      const order = toExchangeOrder(request, executed.length, match);
      orders.set(request.clientOrderId, order);
      if (step === 'lost after execution') throw new Error('socket hang up');
      return { status: 'accepted', order };
    },
    async cancel(_market, _symbol, clientOrderId) {
      const order = orders.get(clientOrderId);
      if (order === undefined) return { status: 'not_found' };
      if (order.status !== 'open') return { status: 'already_closed', order };
      const canceled: ExchangeOrder = { ...order, status: 'canceled' };
      orders.set(clientOrderId, canceled);
      return { status: 'canceled', order: canceled };
    },
    async lookUp(_market, _symbol, clientOrderId) {
      const order = orders.get(clientOrderId);
      return order === undefined ? { status: 'not_found', isFinal: true } : { status: 'found', order };
    },
    openOrders: async () => [],
    fillsOf: async () => [],
    fillsSince: async () => [],
    cancelAll: async () => {},
    countdownCancelAll: async () => {},
    placePair: async () => ({ status: 'rejected', code: 'not_supported', message: 'No pairs here' }),
    prepareSymbol: async () => ({ status: 'ready' }),
    bookTicker: async () => undefined,
    balances: async () => [{ asset: 'USDT', free: decimal('10000'), locked: decimal('0') }],
    positions: async () => [],
    lastPrice: async () => ({ price: exchange.price, seenAt: NOW }),
  };
  return exchange;
}

type Match = { price: Decimal; at: Date };

function toExchangeOrder(request: OrderRequest, nth: number, match: Match | undefined): ExchangeOrder {
  const common = { clientOrderId: request.clientOrderId, exchangeOrderId: String(nth) };
  if (match === undefined) return { ...common, status: 'open', filledQuantity: decimal('0'), fills: [] };
  const { price, at } = match;
  const fill = {
    exchangeTradeId: `t${nth}`,
    price,
    quantity: request.quantity,
    commission: request.quantity.times(price).times('0.001'),
    commissionAsset: 'USDT',
    filledAt: at,
  };
  return { ...common, status: 'filled', filledQuantity: request.quantity, averagePrice: price, fills: [fill] };
}
