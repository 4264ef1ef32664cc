import type { OurBooks } from './compare-account.ts';
import type { Finding } from './finding.ts';

export type Reconciliation = {
  accountId: string;
  checkedAt: Date;
  findings: Finding[];
  foundSince?: Date;
  isAlarmTold: boolean;
};

export interface ReconciliationStore {
  /** What we believe of an account now. Symbols with work, or with orders that are not settled, are busy. */
  ourBooks(account: { id: string; userId: string }): Promise<OurBooks>;
  last(account: { id: string; userId: string }): Promise<Reconciliation | undefined>;
  keep(account: { id: string; userId: string }, found: Reconciliation): Promise<void>;
}
