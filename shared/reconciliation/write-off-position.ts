import type { AccountStore } from '../accounts/store.ts';
import { type Decimal, decimal, max, print, zero } from '../money/decimal.ts';
import type { ListedPosition, PositionList } from '../positions/position-list.ts';
import { type Finding, tellFinding } from './finding.ts';
import type { KeptFinding } from './follow-findings.ts';
import { type ReconcileAccountDeps, reconcileAccount } from './reconcile-account.ts';
import { isReconciled } from './reconcile-accounts.ts';

export type WriteOffDeps = ReconcileAccountDeps & {
  accounts: Pick<AccountStore, 'find'>;
  positions: Pick<PositionList, 'find'>;
};

export type WriteOff = { userId: string; actor: string; positionId: string };

export type WriteOffRefusal = {
  outcome: 'refused';
  code: 'already_closed' | 'not_needed' | 'no_difference' | 'orders_missing' | 'lane_busy' | 'position_changed';
  reason: string;
};
export type WrittenOff =
  | { outcome: 'written_off'; position: ListedPosition; before: Decimal }
  | { outcome: 'not_found' }
  | WriteOffRefusal;

type PositionFinding = Extract<KeptFinding, { kind: 'position_differs' }>;

/**
 * Takes out of our books what is not on the exchange any more: sold, sent away or closed by hand, or liquidated. Only what a
 * comparison has found twice and finds again now, so that no fill of ours can still be on its way. What it was sold for is not
 * known here: the realized PnL stays as it is. Nothing is sent to the exchange.
 */
export async function writeOffPosition(deps: WriteOffDeps, input: WriteOff): Promise<WrittenOff> {
  const { userId, actor, positionId } = input;
  const position = await deps.positions.find(userId, positionId);
  const account = position && (await deps.accounts.find(userId, position.accountId));
  if (position === undefined || account === undefined) return { outcome: 'not_found' };
  if (position.closedAt !== undefined) return refused('already_closed', 'The position is closed already');
  if (!isReconciled(account)) return refused('not_needed', `Account "${account.name}" has no books but these`);
  const { reconciliation } = await reconcileAccount(deps, account);
  const here = reconciliation.findings.filter(isAbout(position));
  const missing = here.find(({ kind }) => kind === 'missing_order');
  if (missing !== undefined) return refused('orders_missing', `${tellFinding(missing)}: it may have filled`);
  const found = here.find((one) => one.kind === 'position_differs' && isOfSide(one, position));
  const kept = found?.kind === 'position_differs' && found.isTold ? leftOf(position, found) : position.quantity;
  if (kept.eq(position.quantity)) return refused('no_difference', whyNot(found));
  const at = deps.now();
  const written = await deps.reconciliations.writeOff(
    account,
    { positionId, before: position.quantity, after: kept, place: position, at },
    {
      ...{ id: deps.newId('aud'), userId, actor, action: 'position.written_off', subject: positionId, at },
      detail: { symbol: position.symbol, before: print(position.quantity), after: print(kept) },
    },
  );
  if (written === 'busy') return refused('lane_busy', `Work is under way in ${position.symbol}: ask again in a moment`);
  const after = await deps.positions.find(userId, positionId);
  if (written === 'changed' || after === undefined)
    return refused('position_changed', `The position in ${position.symbol} has changed meanwhile: look at it again`);
  return { outcome: 'written_off', position: after, before: position.quantity };
}

const isAbout =
  ({ market, symbol }: Pick<ListedPosition, 'market' | 'symbol'>) =>
  (finding: Finding): boolean =>
    finding.market === market && finding.symbol === symbol;

function isOfSide({ positionSide }: PositionFinding, { quantity }: ListedPosition): boolean {
  return positionSide === undefined || positionSide === (quantity.gt(zero) ? 'long' : 'short');
}

/** On spot several symbols may hold the asset: what is gone is taken from this one. */
function leftOf({ market, quantity }: ListedPosition, { ours, theirs }: PositionFinding): Decimal {
  const there = decimal(theirs);
  if (market === 'spot') return max(zero, quantity.minus(decimal(ours).minus(there)));
  if (there.times(quantity).lte(zero)) return zero;
  return there.abs().lt(quantity.abs()) ? there : quantity;
}

function whyNot(found: KeptFinding | undefined): string {
  if (found === undefined) return 'The exchange holds what our books say: there is nothing to write off';
  const told = tellFinding(found);
  if (!found.isTold) return `${told}. That has to be found twice, at least 20 seconds apart: ask again in a moment`;
  return `${told}: what is there beside ours is not ours to take or to give`;
}

function refused(code: WriteOffRefusal['code'], reason: string): WriteOffRefusal {
  return { outcome: 'refused', code, reason };
}
