import type { LedgerBalance, LedgerConditional, LedgerOrder, LedgerPosition } from '../../support/binance/ledger.ts';
import type { MarketName } from '../../support/binance/protocol/market-name.ts';
import type { RequestEntry } from '../../support/binance/request-log.ts';

/** An account on both sides: what we call it, and the key that it has on the exchange. */
export type TradedAccount = { accountId: string; apiKey: string; start: Record<MarketName, Record<string, string>> };

/** The truth, wherever the fake runs. */
export type LedgerReader = {
  orders(): Promise<LedgerOrder[]> | LedgerOrder[];
  conditionals(): Promise<LedgerConditional[]> | LedgerConditional[];
  balances(apiKey: string, market: MarketName): Promise<LedgerBalance[]> | LedgerBalance[];
  positions(apiKey: string): Promise<LedgerPosition[]> | LedgerPosition[];
  defects(): Promise<readonly RequestEntry[]> | readonly RequestEntry[];
};

export type TheirBooks = {
  orders: LedgerOrder[];
  conditionals: LedgerConditional[];
  balances: ReadonlyMap<string, Record<MarketName, LedgerBalance[]>>;
  positions: ReadonlyMap<string, LedgerPosition[]>;
  defects: readonly RequestEntry[];
};

export async function readTheirBooks(ledger: LedgerReader, accounts: readonly TradedAccount[]): Promise<TheirBooks> {
  const keys = new Set(accounts.map(({ apiKey }) => apiKey));
  const isTheirs = ({ apiKey }: { apiKey: string }): boolean => keys.has(apiKey);
  const balances = new Map<string, Record<MarketName, LedgerBalance[]>>();
  const positions = new Map<string, LedgerPosition[]>();
  for (const apiKey of keys) {
    balances.set(apiKey, { spot: await ledger.balances(apiKey, 'spot'), usdm: await ledger.balances(apiKey, 'usdm') });
    positions.set(apiKey, await ledger.positions(apiKey));
  }
  return {
    orders: (await ledger.orders()).filter(isTheirs),
    conditionals: (await ledger.conditionals()).filter(isTheirs),
    defects: await ledger.defects(),
    ...{ balances, positions },
  };
}
