import type { Account } from '../accounts/account.ts';
import type { Balance } from '../exchanges/exchange.ts';
import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { Position } from '../positions/position.ts';

/** What everything is valued in. */
export const VALUATION_ASSET = 'USDT';

export type SeenPrice = { market: Market; symbol: string; price: Decimal; seenAt: Date };
export type HeldBalance = Balance & { market: Market };

/** Of all positions in one symbol, open and closed, in its quote. */
export type SymbolTotals = { symbol: string; realizedPnl: Decimal; commission: Decimal };

export type Figures = {
  equity: Decimal;
  realizedPnl: Decimal;
  unrealizedPnl: Decimal;
  /** Of the open positions, long and short added up. */
  exposure: Decimal;
  commission: Decimal;
};

export type ValuedBalance = HeldBalance & {
  /** Absent where no price is known. */
  notional?: Decimal;
};

export type AccountValuation = Figures & {
  accountId: string;
  name: string;
  mode: Account['mode'];
  balances: ValuedBalance[];
  openPositions: number;
};

/** What the figures rest on: a symbol without a price counts as nothing, an old price may be far from the market. */
export type PriceCaveats = { missing: string[]; old: SeenPrice[] };

export type Portfolio = { asset: string; at: Date; total: Figures; accounts: AccountValuation[]; prices: PriceCaveats };

export type AccountHoldings = {
  account: Account;
  balances: readonly HeldBalance[];
  open: readonly Position[];
  totals: readonly SymbolTotals[];
};
