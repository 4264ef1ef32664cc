import type { Account } from '../accounts/account.ts';
import { AppError } from '../errors/app-error.ts';
import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Log } from '../log/logger.ts';
import { compareAccount, type OurBooks, type TheirBooks } from './compare-account.ts';
import { findMissed } from './find-missed.ts';
import { type FollowedFindings, followFindings } from './follow-findings.ts';
import { type HaltOnDifferenceDeps, haltOnDifference } from './halt-on-difference.ts';
import type { Reconciliation } from './store.ts';
import { isLong, tellDifferences, tellReach } from './tell-differences.ts';

export type ReconcileAccountDeps = HaltOnDifferenceDeps & { chooseExchange: ExchangeChooser; log: Log };

/** `resynced`: orders that are looked up in their lanes now, because the exchange knows more of them than we do. */
export type Reconciled = { reconciliation: Reconciliation; resynced: readonly string[] };

/**
 * Compares an account with its exchange and keeps what differs. What we missed of our own orders is queued to be looked up, as
 * resting orders are; what lasts is told, and halts the account where a strategy wants that. Nothing is canceled here, and
 * nothing that was done by hand is touched. When the exchange cannot be asked, that is kept and thrown.
 */
export async function reconcileAccount(deps: ReconcileAccountDeps, account: Account): Promise<Reconciled> {
  const before = await deps.reconciliations.last(account);
  try {
    const compared = await compare(deps, account, before);
    if (compared.lasting.length > 0)
      deps.log.error('An account and its exchange do not agree', { accountId: account.id, findings: compared.lasting });
    await haltOnDifference(deps, account, compared.lasting);
    const now: Reconciliation = { accountId: account.id, comparedAt: compared.at, findings: compared.kept };
    const tell = [...tellReach(account, before, undefined), ...tellDifferences(account, compared)];
    const isKept = await deps.reconciliations.keep(account, { now, before, tell });
    const kept = isKept ? now : await deps.reconciliations.last(account);
    return { reconciliation: kept ?? now, resynced: compared.resynced };
  } catch (error) {
    await keepFailure(deps, account, { before, reason: reasonOf(error) });
    throw error;
  }
}

/** Only what was written for people is shown to them. */
function reasonOf(error: unknown): string {
  return error instanceof AppError ? error.message : 'The comparison failed here, and the log of the service says why';
}

type Compared = FollowedFindings & { at: Date; resynced: string[] };

async function compare(
  { reconciliations, chooseExchange, now }: ReconcileAccountDeps,
  account: Account,
  before: Reconciliation | undefined,
): Promise<Compared> {
  const exchange = await chooseExchange(account);
  const askedAt = now();
  const asked = await ask(exchange);
  // Read after the exchange was asked: what we learned meanwhile is not missed.
  const books = await reconciliations.ourBooks(account);
  const theirs = { ...asked, baseOf: await basesOf(exchange, books) };
  const at = now();
  const followed = followFindings(before?.findings ?? [], compareAccount(books, theirs), { books, now: at });
  const resynced = await findMissed(
    { reconciliations, exchange },
    {
      ...{ account, resting: books.resting, askedAt, since: before?.comparedAt ?? at, now: at },
      findings: followed.kept.filter(({ isTold }) => !isTold),
    },
  );
  if (resynced.length > 0) await reconciliations.resync(account, resynced);
  return { ...followed, at, resynced };
}

async function ask(exchange: Exchange): Promise<Omit<TheirBooks, 'baseOf'>> {
  const [spotOrders, usdmOrders, positions, spot] = await Promise.all([
    exchange.openOrders('spot'),
    exchange.openOrders('usdm'),
    exchange.positions('usdm'),
    exchange.balances('spot'),
  ]);
  return { orders: [...spotOrders, ...usdmOrders], positions, spot };
}

async function basesOf(exchange: Exchange, { positions }: OurBooks): Promise<ReadonlyMap<string, string>> {
  const bases = new Map<string, string>();
  for (const { market, symbol } of positions) {
    const rules = market === 'spot' ? await exchange.symbolRules(market, symbol) : undefined;
    if (rules !== undefined) bases.set(symbol, rules.base);
  }
  return bases;
}

async function keepFailure(
  { reconciliations, now }: ReconcileAccountDeps,
  account: Account,
  { before, reason }: { before: Reconciliation | undefined; reason: string },
): Promise<void> {
  const at = now();
  const since = before?.failing?.since ?? at;
  const failing = { since, at, reason, isTold: before?.failing?.isTold === true || isLong({ since, at }) };
  const { comparedAt, findings = [] } = before ?? {};
  const kept = { accountId: account.id, findings, failing, ...(comparedAt === undefined ? {} : { comparedAt }) };
  await reconciliations.keep(account, { now: kept, before, tell: tellReach(account, before, failing) });
}
