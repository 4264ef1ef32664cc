import { print, zero } from '../../../shared/money/decimal.ts';
import type { MarketName } from './protocol/market-name.ts';
import type { RequestEntry, RequestLog } from './request-log.ts';
import type { SpotOrder } from './spot/order.ts';
import type { SpotState } from './spot/state.ts';
import type { AlgoOrder } from './usdm/algo-order.ts';
import type { UsdmOrder } from './usdm/order.ts';
import { entryOf } from './usdm/position.ts';
import type { UsdmState } from './usdm/state.ts';

export type LedgerTrade = {
  id: number;
  price: string;
  quantity: string;
  quote: string;
  commission: string;
  commissionAsset: string;
  isMaker: boolean;
  timeMs: number;
};

/** An order that an engine took, in plain text: exact, and fit for another process. */
export type LedgerOrder = {
  market: MarketName;
  apiKey: string;
  symbol: string;
  /** Unique per symbol only. */
  orderId: string;
  clientOrderId: string;
  /** USD-M: the conditional order that it was made by. */
  clientAlgoId?: string;
  side: string;
  positionSide?: string;
  type: string;
  status: string;
  price: string;
  quantity: string;
  executedQuantity: string;
  executedQuote: string;
  trades: LedgerTrade[];
  acceptedAtMs: number;
};

/** What waits outside USD-M's engine for its trigger, and what became of it. */
export type LedgerConditional = {
  apiKey: string;
  symbol: string;
  clientAlgoId: string;
  side: string;
  type: string;
  status: string;
  /** Absent: all that is held. */
  quantity?: string;
  triggerPrice?: string;
};

export type LedgerBalance = { asset: string; free: string; locked: string };
export type LedgerPosition = { symbol: string; side: string; amount: string; entryPrice: string };

/** The truth, for whoever judges a client. Nothing in it can be seen over the protocol's faults. */
export type Ledger = {
  requests(): readonly RequestEntry[];
  orders(): LedgerOrder[];
  conditionals(): LedgerConditional[];
  /** Orders of which something traded. */
  executions(): LedgerOrder[];
  /** Every order with this id, or made by the conditional order with it: more than one means done twice. */
  ordersByClientId(clientOrderId: string): LedgerOrder[];
  balances(apiKey: string, market: MarketName): LedgerBalance[];
  positions(apiKey: string): LedgerPosition[];
  /** Requests that the fake could not answer because it or the test is at fault. */
  defects(): readonly RequestEntry[];
};

export function createLedger(log: RequestLog, spot: SpotState, usdm: UsdmState): Ledger {
  const orders = (): LedgerOrder[] => [...spot.orders.map(spotEntry), ...usdm.orders.map(usdmEntry)];
  return {
    requests: () => log.all(),
    orders,
    conditionals: () => usdm.algos.map(conditionalEntry),
    executions: () => orders().filter(({ trades }) => trades.length > 0),
    ordersByClientId: (id) =>
      orders().filter(({ clientOrderId, clientAlgoId }) => [clientOrderId, clientAlgoId].includes(id)),
    balances(apiKey, market) {
      const wallet = spot.wallets.get(apiKey);
      if (market === 'usdm')
        return [...(usdm.holdings.get(apiKey)?.balances ?? [])].map(([asset, free]) => ({
          asset,
          free: print(free),
          locked: '0',
        }));
      return (wallet?.assets() ?? []).map((asset) => {
        const { free, locked } = wallet?.balance(asset) ?? { free: zero, locked: zero };
        return { asset, free: print(free), locked: print(locked) };
      });
    },
    positions: (apiKey) =>
      [...(usdm.holdings.get(apiKey)?.positions.values() ?? [])]
        .filter(({ amount }) => !amount.eq(zero))
        .map((position) => ({
          ...{ symbol: position.symbol, side: position.side, amount: print(position.amount) },
          entryPrice: print(entryOf(position)),
        })),
    defects: () => log.all().filter(({ defect }) => defect !== undefined),
  };
}

function conditionalEntry(algo: AlgoOrder): LedgerConditional {
  const { account, rules, clientAlgoId, side, type, status, quantity, triggerPrice } = algo;
  return {
    ...{ apiKey: account.apiKey, symbol: rules.symbol, clientAlgoId, side, type, status },
    ...(quantity === undefined ? {} : { quantity: print(quantity) }),
    ...(triggerPrice === undefined ? {} : { triggerPrice: print(triggerPrice) }),
  };
}

function spotEntry(order: SpotOrder): LedgerOrder {
  return {
    ...{ market: 'spot', apiKey: order.account.apiKey, symbol: order.rules.symbol, orderId: String(order.orderId) },
    ...{ clientOrderId: order.clientOrderId, side: order.side, type: order.type, status: order.status },
    ...{ price: print(order.price ?? zero), quantity: print(order.quantity), acceptedAtMs: order.acceptedAtMs },
    ...{ executedQuantity: print(order.executed), executedQuote: print(order.cumulativeQuote) },
    trades: order.trades.map((trade) => ({
      ...{ id: trade.id, price: print(trade.price), quantity: print(trade.quantity), quote: print(trade.quote) },
      ...{ commission: print(trade.commission), commissionAsset: trade.commissionAsset },
      ...{ isMaker: trade.isMaker, timeMs: trade.timeMs },
    })),
  };
}

function usdmEntry(order: UsdmOrder): LedgerOrder {
  return {
    ...{ market: 'usdm', apiKey: order.account.apiKey, symbol: order.rules.symbol, orderId: String(order.orderId) },
    ...{ clientOrderId: order.clientOrderId, side: order.side, positionSide: order.positionSide, type: order.type },
    ...(order.clientAlgoId === undefined ? {} : { clientAlgoId: order.clientAlgoId }),
    ...{ status: order.status, price: print(order.price ?? zero), quantity: print(order.quantity) },
    ...{ executedQuantity: print(order.executed), executedQuote: print(order.cumulativeQuote) },
    acceptedAtMs: order.acceptedAtMs,
    trades: order.trades.map((trade) => ({
      ...{ id: trade.id, price: print(trade.price), quantity: print(trade.quantity), quote: print(trade.quote) },
      ...{ commission: print(trade.commission), commissionAsset: 'USDT' },
      ...{ isMaker: trade.isMaker, timeMs: trade.timeMs },
    })),
  };
}
