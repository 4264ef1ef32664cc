import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';

/** What an alert asks for, in our words, before we know what we hold. */
export const INTENTS = [
  'open_long',
  'open_short',
  'buy',
  'sell',
  'add',
  'reduce',
  'close_long',
  'close_short',
  'flat',
  'reverse_to_long',
  'reverse_to_short',
  'target_position',
  'cancel_orders',
  'modify_protection',
  'enable',
  'disable',
  'noop',
] as const;

/**
 * `buy` and `sell` name a side and nothing else: the strategy's side rule and our own position decide what they mean.
 * `target_position` carries `targetSide`, and `targetQuantity` where the message gave one: it wins over the side.
 */
export type Intent = (typeof INTENTS)[number];

export const SIZE_TYPES = [
  'base',
  'quote',
  'contracts',
  'pct_equity',
  'pct_available',
  'pct_position',
  'risk_quote',
  'risk_pct',
  'target_base',
  'strategy_default',
] as const;

export type SizeType = (typeof SIZE_TYPES)[number];

/** How much. Percentages run from 0 to 100. `strategy_default` has no value of its own: the strategy's sizing counts. */
export type Size = { type: 'strategy_default' } | { type: Exclude<SizeType, 'strategy_default'>; value: Decimal };

export type PositionSide = 'long' | 'short' | 'flat';
export type SignalOrderType = 'market' | 'limit' | 'stop' | 'stop_limit' | 'trailing_stop';

/** A take profit or a stop loss: where it lies, from what it is measured, and how much of the position it covers. */
export type Level = {
  kind: 'abs' | 'pct' | 'amount' | 'ticks';
  value: Decimal;
  from?: 'entry' | 'market';
  /** 0 to 1 */
  share?: Decimal;
  trailing?: boolean;
};

/** One step of an alert in its normal form. Every field that a message left out is absent, never guessed. */
export type Signal = {
  dialect: string;
  /** 1-based place of this step among the `of` steps of the alert. */
  step: number;
  of: number;
  delaySeconds: number;
  /** As the exchange spells it: `BTCUSDT`. */
  symbol?: string;
  market?: Market;
  /** The exchange of the chart, e.g. `BINANCE`: not necessarily where the order goes. */
  chartExchange?: string;
  intent: Intent;
  /** The side of the order that the chart's strategy made; beside a target it tells adding from reducing. */
  orderSide?: 'buy' | 'sell';
  size: Size;
  leverage?: Decimal;
  reduceOnly: boolean;
  orderType: SignalOrderType;
  price?: Decimal;
  stopPrice?: Decimal;
  timeInForce?: string;
  postOnly?: boolean;
  takeProfits: Level[];
  stopLoss?: Level;
  cancelFirst: boolean;
  previousSide?: PositionSide;
  previousQuantity?: Decimal;
  targetSide?: PositionSide;
  /** Unsigned; the side stands in `targetSide`. */
  targetQuantity?: Decimal;
  /** The market price when the alert fired. */
  signalPrice?: Decimal;
  /** When the alert fired, ISO 8601 UTC. */
  signalAt?: string;
  barAt?: string;
  interval?: string;
  maxLagSeconds?: number;
  explicitId?: string;
  orderTag?: string;
  accountAlias?: string;
  /** What the message calls the strategy that it is for. */
  routeKey?: string;
  dryRun: boolean;
  extras: Readonly<Record<string, string>>;
};
