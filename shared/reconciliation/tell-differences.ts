import type { Account } from '../accounts/account.ts';
import type { NewNotification } from '../notifications/notification.ts';
import { tellFinding } from './finding.ts';
import type { FollowedFindings, KeptFinding } from './follow-findings.ts';
import type { Reconciliation } from './store.ts';

/** A minute or two without an answer is no news. */
const UNREACHABLE_AFTER_MS = 5 * 60_000;

/** What the owner of an account is told after a comparison: each lasting difference once, and once that it is gone. */
export function tellDifferences(
  account: Pick<Account, 'id' | 'name'>,
  { lasting, cleared, kept }: FollowedFindings,
): NewNotification[] {
  const told: NewNotification[] = [];
  if (lasting.length > 0)
    told.push({
      ...{ kind: 'account_differs', severity: 'alarm', accountId: account.id },
      title: `Account "${account.name}" and its exchange do not agree. ${sentences(lasting)}`,
      detail: { findings: lasting },
    });
  if (cleared.length > 0) {
    const isAll = !kept.some(({ isTold }) => isTold);
    told.push({
      ...{ kind: 'account_agrees', severity: 'info', accountId: account.id },
      title: `Account "${account.name}" and its exchange agree again${isAll ? '' : ', in a part'}. No more: ${sentences(cleared)}`,
      detail: { findings: cleared },
    });
  }
  return told;
}

/** Once after five minutes without an answer, and once when there is one again. */
export function tellReach(
  account: Pick<Account, 'id' | 'name'>,
  before: Reconciliation | undefined,
  failing: Reconciliation['failing'],
): NewNotification[] {
  const wasTold = before?.failing?.isTold === true;
  const about = { accountId: account.id };
  if (failing === undefined)
    return wasTold
      ? [
          {
            ...{ ...about, kind: 'exchange_reached', severity: 'info' },
            title: `Account "${account.name}" is compared with its exchange again`,
            detail: { failedSince: before?.failing?.since },
          },
        ]
      : [];
  if (wasTold || !isLong(failing)) return [];
  const last = before?.comparedAt === undefined ? 'never before' : `last at ${before.comparedAt.toISOString()}`;
  return [
    {
      ...{ ...about, kind: 'exchange_unreachable', severity: 'warning' },
      title: `Account "${account.name}" could not be compared with its exchange since ${failing.since.toISOString()} (${last}): ${failing.reason}`,
      detail: { since: failing.since, reason: failing.reason },
    },
  ];
}

export const isLong = ({ since, at }: { since: Date; at: Date }): boolean =>
  at.getTime() - since.getTime() >= UNREACHABLE_AFTER_MS;

function sentences(findings: readonly KeptFinding[]): string {
  return findings.map(tellFinding).join('. ');
}
