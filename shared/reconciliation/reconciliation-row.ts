import type { KeptFinding } from './follow-findings.ts';
import type { Reconciliation } from './store.ts';

export const RECONCILIATION_COLUMNS =
  'account_id, checked_at, findings, failing_since, failed_at, failure, is_failure_told';

export type ReconciliationRow = {
  account_id: string;
  checked_at: Date | null;
  findings: (Omit<KeptFinding, 'since'> & { since: string })[];
  failing_since: Date | null;
  failed_at: Date | null;
  failure: string | null;
  is_failure_told: boolean;
};

export function toReconciliation(row: ReconciliationRow): Reconciliation {
  const { failing_since: since, failed_at: at, failure: reason } = row;
  const isFailing = since !== null && at !== null && reason !== null;
  return {
    accountId: row.account_id,
    findings: row.findings.map((finding) => ({ ...finding, since: new Date(finding.since) }) as KeptFinding),
    ...(row.checked_at === null ? {} : { comparedAt: row.checked_at }),
    ...(isFailing ? { failing: { since, at, reason, isTold: row.is_failure_told } } : {}),
  };
}
