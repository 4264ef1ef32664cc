import * as z from 'zod';
import type { ExchangeKey, KeyPermissions, KeyTest } from './exchange-key.ts';

export type KeyRow = {
  id: string;
  user_id: string;
  account_id: string;
  exchange: ExchangeKey['exchange'];
  mode: ExchangeKey['mode'];
  label: string;
  kind: ExchangeKey['kind'];
  api_key_hint: string;
  status: ExchangeKey['status'];
  permissions: unknown;
  created_at: Date;
  replaced_at: Date | null;
  last_tested_at: Date;
  last_test_result: unknown;
};

export const KEY_COLUMNS = `id, user_id, account_id, exchange, mode, label, kind, api_key_hint, status, permissions,
  created_at, replaced_at, last_tested_at, last_test_result`;

const permissions = z.object({
  basis: z.enum(['key', 'account']),
  canTrade: z.boolean(),
  canWithdraw: z.boolean(),
  isIpRestricted: z.boolean().optional(),
  spot: z.boolean(),
  futures: z.boolean().optional(),
  permissions: z.array(z.string()),
});

const test = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('passed') }),
  z.object({
    outcome: z.literal('refused'),
    code: z.enum(['key_rejected', 'key_may_withdraw', 'key_may_not_trade']),
    reason: z.string(),
  }),
  z.object({ outcome: z.literal('unknown'), reason: z.string() }),
]);

export function toExchangeKey(row: KeyRow): ExchangeKey {
  return {
    id: row.id,
    userId: row.user_id,
    accountId: row.account_id,
    exchange: row.exchange,
    mode: row.mode,
    label: row.label,
    kind: row.kind,
    apiKeyHint: row.api_key_hint,
    status: row.status,
    permissions: readPermissions(row.permissions),
    createdAt: row.created_at,
    ...(row.replaced_at === null ? {} : { replacedAt: row.replaced_at }),
    lastTestedAt: row.last_tested_at,
    lastTest: readTest(row.last_test_result),
  };
}

function readPermissions(value: unknown): KeyPermissions {
  const { isIpRestricted, futures, ...rest } = permissions.parse(value);
  return {
    ...rest,
    ...(isIpRestricted === undefined ? {} : { isIpRestricted }),
    ...(futures === undefined ? {} : { futures }),
  };
}

function readTest(value: unknown): KeyTest {
  return test.parse(value);
}
