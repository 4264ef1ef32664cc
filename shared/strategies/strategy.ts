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
  hookTokenHint: string;
  previousHookTokenExpiresAt?: Date;
  createdAt: Date;
  updatedAt: Date;
};
