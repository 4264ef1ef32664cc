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

const EXITS: readonly Intent[] = ['reduce', 'close_long', 'close_short', 'flat', 'cancel_orders'];

/** Whether a signal can only make a position smaller, whatever is held. */
export function isExit({ intent, targetSide }: Pick<Signal, 'intent' | 'targetSide'>): boolean {
  return EXITS.includes(intent) || (intent === 'target_position' && targetSide === 'flat');
}

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

/** Sizes that are a quantity of the base asset as they stand. */
export const BASE_SIZES: readonly SizeType[] = ['base', 'contracts', 'target_base'];

/** How much. Percentages run from 0 to 100. `strategy_default` has no value of its own: the strategy's sizing counts. */
export type Size = { type: 'strategy_default' } | { type: Exclude<SizeType, 'strategy_default'>; value: Decimal };

/** Among the extras of a signal whose chart shows prices late. */
export const DELAYED_DATA = { delayed_data: 'true' } as const;

export type PositionSide = 'long' | 'short' | 'flat';
export type SignalOrderType = 'market' | 'limit' | 'stop' | 'stop_limit' | 'trailing_stop';

/** A take profit or a stop loss: where it lies, from what it is measured, and how much of the position it covers. */
export type Level = {
  kind: 'abs' | 'pct' | 'amount' | 'ticks';
  value: Decimal;
  from?: 'entry' | 'market';
  /** 0 to 1 */
  share?: Decimal;
  /** It follows the price. Without `distance`, `value` is how far behind. */
  trailing?: boolean;
  /** How far the price has to move in favour before it follows, measured as `value` is. */
  activation?: Decimal;
  /** How far behind the price it follows, where `value` is something else: the level itself. */
  distance?: Decimal;
};

/** The stop loss moves to the entry, or `offset` beyond it, once the price is `trigger` in favour. */
export type BreakEven = { kind: Exclude<Level['kind'], 'abs'>; trigger: Decimal; offset?: Decimal };

/**
 * A price that is said as a distance. Signed: `up` counts upwards whatever the side, `better` counts below the market for a buy
 * and above it for a sell.
 */
export type PriceOffset = {
  kind: 'pct' | 'amount';
  value: Decimal;
  from: 'market' | 'entry';
  towards: 'up' | 'better';
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
  /** The size is what the position costs: its notional is `leverage` times that. */
  isSizeMargin?: boolean;
  /** The notional in quote that the position must not exceed afterwards. */
  maxPositionQuote?: Decimal;
  leverage?: Decimal;
  reduceOnly: boolean;
  orderType: SignalOrderType;
  price?: Decimal;
  /** The limit or the trigger of an order that has neither `price` nor `stopPrice`; of a trailing stop how far behind it follows. */
  priceOffset?: PriceOffset;
  stopPrice?: Decimal;
  timeInForce?: string;
  postOnly?: boolean;
  takeProfits: Level[];
  stopLoss?: Level;
  breakEven?: BreakEven;
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
  /** What the message calls the account that it is for. */
  accountAlias?: string;
  /** What the message calls the strategy that it is for; `#` and a part of its digest where that is a secret. */
  routeKey?: string;
  dryRun: boolean;
  extras: Readonly<Record<string, string>>;
};
