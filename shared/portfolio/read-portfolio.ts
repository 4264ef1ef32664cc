import type { Account } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/store.ts';
import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import type { Clock } from '../time/clock.ts';
import { type AccountHoldings, type HeldBalance, type Portfolio, VALUATION_ASSET } from './portfolio.ts';
import type { PortfolioStore } from './store.ts';
import { addCaveats, addFigures, priceBook, quoteOf, valueAccount } from './value-account.ts';

export type ReadPortfolioDeps = {
  accounts: AccountStore;
  portfolio: PortfolioStore;
  chooseExchange: ExchangeChooser;
  now: Clock;
};

const MARKETS = ['spot', 'usdm'] as const;

/** What a user owns now, per account and in all, and which of the prices behind it are missing or old. */
export async function readPortfolio(deps: ReadPortfolioDeps, { userId }: { userId: string }): Promise<Portfolio> {
  return valueAccounts(deps, await deps.accounts.list(userId));
}

export async function valueAccounts(deps: ReadPortfolioDeps, accounts: readonly Account[]): Promise<Portfolio> {
  const held = await Promise.all(accounts.map((account) => gatherHoldings(deps, account)));
  const at = deps.now();
  const valued = await Promise.all(
    held.map(async (holdings) => {
      const { userId, id } = holdings.account;
      const prices = priceBook(await deps.portfolio.prices(userId, id, symbolsOf(holdings)), at);
      return { valuation: valueAccount(holdings, prices), caveats: prices.caveats };
    }),
  );
  const valuations = valued.map(({ valuation }) => valuation);
  const prices = addCaveats(valued.map(({ caveats }) => caveats));
  return { asset: VALUATION_ASSET, at, total: addFigures(valuations), accounts: valuations, prices };
}

async function gatherHoldings(deps: ReadPortfolioDeps, account: Account): Promise<AccountHoldings> {
  const exchange = await deps.chooseExchange(account);
  const [open, totals, ...balances] = await Promise.all([
    deps.portfolio.openPositions(account.userId, account.id),
    deps.portfolio.totals(account.userId, account.id),
    ...MARKETS.map(
      async (market): Promise<HeldBalance[]> =>
        (await exchange.balances(market)).map((balance) => ({ ...balance, market })),
    ),
  ]);
  return { account, open, totals, balances: balances.flat() };
}

/** Each symbol held, and each asset held or quoted against the asset that all is valued in. */
function symbolsOf({ open, totals, balances }: AccountHoldings): string[] {
  const symbols = [...open, ...totals].map(({ symbol }) => symbol);
  const assets = [...balances.map(({ asset }) => asset), ...symbols.map(quoteOf)];
  return [...new Set([...symbols, ...assets.map((asset) => `${asset}${VALUATION_ASSET}`)])];
}
