import { type ReadPortfolioDeps, valueAccounts } from './read-portfolio.ts';
import { refreshPrices } from './refresh-prices.ts';

const MINUTE_MS = 60_000;

/**
 * Writes down what every account is worth, once a minute at most: a repeat within the minute changes nothing. An account
 * that cannot be valued is left out and told, the others are kept.
 */
export async function takeEquitySnapshot(
  deps: ReadPortfolioDeps,
): Promise<{ taken: number; failed: { accountId: string; error: unknown }[] }> {
  const at = new Date(Math.floor(deps.now().getTime() / MINUTE_MS) * MINUTE_MS);
  const failed: { accountId: string; error: unknown }[] = [];
  let taken = 0;
  for (const account of await deps.accounts.listAll()) {
    try {
      await refreshPrices(deps, await deps.chooseExchange(account), account);
      const { total } = await valueAccounts(deps, [account]);
      const { commission: _, ...figures } = total;
      await deps.portfolio.addSnapshots([{ ...figures, at, userId: account.userId, accountId: account.id }]);
      taken += 1;
    } catch (error) {
      failed.push({ accountId: account.id, error });
    }
  }
  return { taken, failed };
}
