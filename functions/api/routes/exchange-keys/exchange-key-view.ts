import * as z from 'zod';
import { type ExchangeKey, KEY_MODES } from '../../../../shared/exchange-keys/exchange-key.ts';
import { warningsOf } from '../../../../shared/exchange-keys/judge-key.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import { idText, instantText } from '../../fields.ts';

const permissions = z.object({
  basis: z.enum(['key', 'account']).describe('`account` where the network does not tell what the key itself may do'),
  canTrade: z.boolean(),
  canWithdraw: z.boolean(),
  isIpRestricted: z.boolean().optional(),
  spot: z.boolean(),
  futures: z.boolean().optional(),
  permissions: z.array(z.string()).describe("In the exchange's own words"),
});

export const exchangeKeySchema = z
  .object({
    id: idText,
    accountId: idText.describe('The account that it opens'),
    exchange: z.enum(['binance']),
    mode: z.enum(KEY_MODES),
    label: z.string(),
    kind: z.enum(['hmac', 'ed25519']),
    apiKeyHint: z.string().describe('How the API key ends'),
    status: z
      .enum(['active', 'refused'])
      .describe('`refused`: opens nothing new since the last test that was answered'),
    permissions,
    warnings: z.array(z.object({ code: z.string(), message: z.string() })),
    createdAt: instantText,
    replacedAt: instantText.optional().describe('When its secret was last replaced'),
    lastTestedAt: instantText,
    lastTest: z.object({
      outcome: z.enum(['passed', 'refused', 'unknown']).describe('`unknown`: the exchange could not be asked'),
      code: z.string().optional(),
      reason: z.string().optional(),
    }),
  })
  .meta({ id: 'ExchangeKey', description: 'A key to an account on an exchange. What it spells is never shown' });

/** Field by field, so that nothing is shown that was not meant to be. */
export function exchangeKeyView(key: ExchangeKey) {
  const { id, accountId, exchange, mode, label, kind, apiKeyHint, status, permissions, lastTest } = key;
  const { createdAt, replacedAt, lastTestedAt } = key;
  return toJson({
    ...{ id, accountId, exchange, mode, label, kind, apiKeyHint, status },
    permissions: { ...permissions, permissions: [...permissions.permissions] },
    warnings: warningsOf(permissions, mode),
    createdAt,
    ...(replacedAt === undefined ? {} : { replacedAt }),
    ...{ lastTestedAt, lastTest },
  });
}
