import * as z from 'zod';
import type { Account } from '../../../../shared/accounts/account.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import { FINDING_KINDS, tellFinding } from '../../../../shared/reconciliation/finding.ts';
import { STANDINGS, standingOf } from '../../../../shared/reconciliation/standing.ts';
import type { Reconciliation } from '../../../../shared/reconciliation/store.ts';
import { decimalText, idText, instantText, marketText } from '../../fields.ts';

const finding = z.object({
  kind: z.enum(FINDING_KINDS).describe('foreign_order was made by hand, and is no difference; the other kinds are'),
  market: marketText,
  symbol: z.string(),
  text: z.string().describe('In words, with both figures'),
  ours: decimalText.optional().describe('What is held, in our books: negative is short'),
  theirs: decimalText.optional().describe('What is held, on the exchange'),
  positionSide: z.enum(['long', 'short']).optional().describe('On an account in hedge mode'),
  clientOrderId: z.string().optional(),
  side: z.enum(['buy', 'sell']).optional(),
  quantity: decimalText.optional(),
  since: instantText.describe('When it was found first'),
  isTold: z.boolean().describe('It lasted, and you were notified'),
});

const standing = z.enum(STANDINGS).describe('unreachable: the exchange cannot be asked; not_needed: of paper accounts');

export const reconciliationSchema = z
  .object({
    accountId: idText,
    status: standing,
    comparedAt: instantText.nullable().describe('When a comparison last came to its end'),
    failing: z
      .object({ since: instantText, at: instantText.describe('The last attempt'), reason: z.string() })
      .nullable()
      .describe('Why the exchange cannot be asked now'),
    findings: z.array(finding),
  })
  .meta({ id: 'Reconciliation', description: 'How our books of an account compare with those of its exchange' });

/** In short, beside the account. */
export const reconciliationSummary = z.object({
  status: standing,
  comparedAt: instantText.nullable(),
  findings: z.int().describe('How many, orders made by hand included'),
});

export function reconciliationView(account: Account, reconciliation: Reconciliation | undefined) {
  const { comparedAt, failing, findings = [] } = reconciliation ?? {};
  return toJson({
    accountId: account.id,
    status: standingOf(account, reconciliation),
    comparedAt: comparedAt ?? null,
    failing: failing === undefined ? null : { since: failing.since, at: failing.at, reason: failing.reason },
    findings: findings.map((found) => ({ ...found, text: tellFinding(found) })),
  });
}

export function summaryView(account: Account, reconciliation: Reconciliation | undefined) {
  const { status, comparedAt, findings } = reconciliationView(account, reconciliation);
  return { status, comparedAt, findings: findings.length };
}
