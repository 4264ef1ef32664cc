import { compareHoldings } from './compare-holdings.ts';
import { compareOrders, type Findings } from './compare-orders.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import { compareProtection } from './compare-protection.ts';
import type { OurBooks } from './our-books.ts';
import type { TheirBooks, TradedAccount } from './their-books.ts';

/** Our books against the exchange's, each difference in a sentence. Pure. */
export function compareBooks(ours: OurBooks, theirs: TheirBooks, accounts: readonly TradedAccount[]): Findings {
  const findings: Findings = { doubled: [], lost: [], mismatched: [], unfinished: [] };
  compareOutcomes(ours, findings);
  compareOrders(ours, theirs, findings);
  compareProtection(ours, theirs, findings);
  for (const account of accounts) compareHoldings(ours, theirs, account, findings);
  for (const { method, path, defect } of theirs.defects)
    findings.mismatched.push(`the fake could not answer ${method} ${path}: ${defect}`);
  return findings;
}

export const isClean = (findings: Findings): boolean => Object.values(findings).every((some) => some.length === 0);
