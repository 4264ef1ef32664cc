import type { Mode } from '../accounts/mode.ts';
import type { ReadSettings } from '../alerts/read-settings.ts';
import type { RiskLimits } from '../limits/limits.ts';
import type { Market } from '../markets/market.ts';
import type { Size } from '../signals/signal.ts';

/**
 * What a bare `buy` or `sell` means.
 * `both`: buy goes long and sell goes short, turning the position round; `long_only`: sell closes; `short_only`: buy closes
 */
export const SIDE_RULES = ['both', 'long_only', 'short_only'] as const;
export type SideRule = (typeof SIDE_RULES)[number];

/**
 * When what an alert says we held before it is not what we hold. `sync`: go to its target all the same · `skip`: enter nothing ·
 * `ask`: the entry waits for an answer. Exits are carried out whatever is chosen.
 */
export const DRIFT_CHOICES = ['sync', 'skip', 'ask'] as const;
export type DriftChoice = (typeof DRIFT_CHOICES)[number];
/** Long enough to reach for a telephone, and short enough that the market is still the one that was asked about. */
export const DEFAULT_DRIFT_ANSWER_SECONDS = 300;
/** What a difference between the account and its exchange that lasts does: `halt` stops entries until a person resumes. */
export const ON_DIFFERENCE = ['tell', 'halt'] as const;
/** Of positions on USD-M; `account`: as the symbol is set there. */
export const MARGIN_TYPES = ['account', 'isolated', 'crossed'] as const;

export type Strategy = {
  id: string;
  userId: string;
  accountId: string;
  name: string;
  status: 'enabled' | 'disabled';
  mode: Mode;
  /** The market of a symbol that does not say its own: `BTCUSDT` is spot or USD-M, `BTCUSDT.P` always USD-M. */
  defaultMarket: Market;
  sideRule: SideRule;
  /** Used when a message brings no size, or always when `sizeFromAlert` is false. */
  sizing: Exclude<Size, { type: 'strategy_default' }>;
  sizeFromAlert: boolean;
  onDrift: DriftChoice;
  /** How long a question waits before it expires. */
  driftAnswerSeconds: number;
  /** Chart symbol to traded symbol, for charts of other exchanges: `BTCUSD` to `BTCUSDT`. */
  symbolMap: Readonly<Record<string, string>>;
  /** Traded where a message names no symbol, as those of bots with a single pair do. */
  defaultSymbol?: string;
  /** What its messages leave to settings of their vendor. */
  readSettings: ReadSettings;
  /** The formats that it takes. Empty: it takes those of its first good alert; `any`: it takes all. */
  dialects: readonly string[];
  /** Of this strategy; those of its account, its user and the symbol bind as well. */
  limits: RiskLimits;
  onDifference: (typeof ON_DIFFERENCE)[number];
  marginType: (typeof MARGIN_TYPES)[number];
  hookTokenHint: string;
  previousHookTokenExpiresAt?: Date;
  createdAt: Date;
  updatedAt: Date;
};
