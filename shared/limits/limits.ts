import type { Decimal } from '../money/decimal.ts';

/** Whose limits they are: of a user, of one account, of one strategy, or of one symbol wherever the user trades it. */
export const LIMIT_SCOPES = ['user', 'account', 'strategy', 'symbol'] as const;
export type LimitScope = (typeof LIMIT_SCOPES)[number];

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/**
 * When entries are allowed, in UTC. Without days on every day; `to` is exclusive, and a window that ends before it begins
 * runs past midnight, counted to the day on which it began.
 */
export type TradingWindow = { days?: Weekday[]; from: string; to: string };

/** What follows when a loss limit is broken: the entry is denied, and trading of the account may be slowed or stopped. */
export const LOSS_CONSEQUENCES = ['deny', 'reducing', 'halted'] as const;
export type LossConsequence = (typeof LOSS_CONSEQUENCES)[number];

/**
 * What binds entries; exits pass all of it. An absent limit does not bind. Notionals of one order or position are in the
 * quote asset of its symbol, sums over several in USDT. Fractions run from 0 to 1.
 */
export type RiskLimits = {
  maxOrderNotional?: Decimal;
  maxPositionNotional?: Decimal;
  /** Of the open positions and of the entries that are on their way, long and short added up. */
  maxExposure?: Decimal;
  maxLeverage?: Decimal;
  /** Of a strategy only: a message may ask for more leverage than the strategy's own limit. */
  canAlertRaiseLeverage?: boolean;
  maxOpenPositions?: number;
  maxOrdersPerMinute?: number;
  /** Per account and UTC day, realized and unrealized. */
  maxDailyLoss?: Decimal;
  /** Per account, from the peak of its equity. */
  maxDrawdownFraction?: Decimal;
  /** What a broken loss limit comes to; `deny` where absent. Of a user or an account only. */
  onLossLimit?: LossConsequence;
  /** Within a UTC day. */
  maxLossesInRow?: number;
  cooldownAfterLossSeconds?: number;
  cooldownAfterExitSeconds?: number;
  /** How far the market may be from the price that the alert brought. */
  maxPriceDeviationFraction?: Decimal;
  maxAlertAgeSeconds?: number;
  /** Empty or absent: at all hours. */
  tradingHours?: TradingWindow[];
  /** Empty or absent: every symbol that the exchange trades. */
  allowedSymbols?: string[];
};

/** Limits as they bind an order: what was set, and where. `subject` is an id, or a symbol. */
export type ScopedLimits = { scope: LimitScope; subject: string; limits: RiskLimits };

type NamesOf<Value> = {
  [Name in keyof RiskLimits]-?: NonNullable<RiskLimits[Name]> extends Value ? Name : never;
}[keyof RiskLimits];
export type DecimalLimit = NamesOf<Decimal>;
export type CountLimit = NamesOf<number>;

/** Those that are measured on more than one lane, so that two lanes could break them together. */
export const SPANNING_LIMITS = [
  'maxExposure',
  'maxOpenPositions',
  'maxOrdersPerMinute',
  'maxDailyLoss',
  'maxDrawdownFraction',
  'maxLossesInRow',
  'cooldownAfterLossSeconds',
  'cooldownAfterExitSeconds',
] as const satisfies readonly (keyof RiskLimits)[];
