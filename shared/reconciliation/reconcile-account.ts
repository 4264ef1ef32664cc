import type { Account } from '../accounts/account.ts';
import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import type { Log } from '../log/logger.ts';
import type { Clock } from '../time/clock.ts';
import { compareAccount, type TheirBooks } from './compare-account.ts';
import { type Finding, isAlarming } from './finding.ts';
import type { Reconciliation, ReconciliationStore } from './store.ts';

export type ReconcileAccountDeps = {
  reconciliations: ReconciliationStore;
  chooseExchange: ExchangeChooser;
  now: Clock;
  log: Log;
};

/**
 * Compares an account with its exchange and keeps what differs. A difference counts once it was found twice in a row: what the
 * exchange says and what we believe are not of the same moment. Nothing is canceled or corrected here.
 */
export async function reconcileAccount(deps: ReconcileAccountDeps, account: Account): Promise<Reconciliation> {
  const exchange = await deps.chooseExchange(account);
  const [spotOrders, usdmOrders, positions, spot] = await Promise.all([
    exchange.openOrders('spot'),
    exchange.openOrders('usdm'),
    exchange.positions('usdm'),
    exchange.balances('spot'),
  ]);
  const theirs: TheirBooks = { orders: [...spotOrders, ...usdmOrders], positions, spot };
  // Read after the exchange was asked: what we learned meanwhile is not missed.
  const ours = await deps.reconciliations.ourBooks(account);
  const last = await deps.reconciliations.last(account);
  const findings = compareAccount(ours, theirs);
  const found = judge(deps, account, { findings, last });
  await deps.reconciliations.keep(account, found);
  return found;
}

function judge(
  { now, log }: ReconcileAccountDeps,
  account: Account,
  { findings, last }: { findings: Finding[]; last: Reconciliation | undefined },
): Reconciliation {
  const checkedAt = now();
  const before = new Set((last?.findings ?? []).map((finding) => keyOf(finding)));
  const lasting = findings.filter((finding) => isAlarming(finding) && before.has(keyOf(finding)));
  const isTold = lasting.length > 0 && last?.isAlarmTold === true;
  if (lasting.length > 0 && !isTold)
    log.error('An account and its exchange do not agree', { accountId: account.id, findings: lasting });
  return {
    accountId: account.id,
    checkedAt,
    findings,
    isAlarmTold: lasting.length > 0,
    ...(findings.length === 0 ? {} : { foundSince: last?.foundSince ?? checkedAt }),
  };
}

/** The database keeps the fields of an object in an order of its own. */
function keyOf(finding: Finding): string {
  return JSON.stringify(Object.entries(finding).sort());
}
