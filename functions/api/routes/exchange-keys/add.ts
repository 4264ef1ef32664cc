import * as z from 'zod';
import { addKey } from '../../../../shared/exchange-keys/add-key.ts';
import { concealCredentials, credentialFields } from '../../../../shared/exchange-keys/credentials.ts';
import { KEY_MODES } from '../../../../shared/exchange-keys/exchange-key.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { anId } from '../../fields.ts';
import { exchangeKeySchema, exchangeKeyView } from './exchange-key-view.ts';
import { KEY_PROBLEMS, refuseKey } from './refuse-key.ts';

export const labelField = z.string().trim().min(1).max(64);

const body = z
  .strictObject({
    exchange: z.enum(['binance']),
    mode: z.enum(KEY_MODES).describe('live is your money, and has to be written out'),
    label: labelField.describe('Also the name of its account, where that is new'),
    accountId: anId.optional().describe('An account of this exchange and mode that has no key; absent: a new one'),
    ...credentialFields,
  })
  .transform(concealCredentials);

export const addExchangeKey = userRoute({
  method: 'POST',
  path: `${BASE}/exchange-keys`,
  name: 'addExchangeKey',
  tag: 'Exchange keys',
  summary: 'Keep a key of an exchange',
  description:
    'Asks the exchange what the key may do, seals it and keeps it; it is never readable again. A key that may withdraw is ' +
    'refused, and one that may not trade. Give `secret` for an HMAC key or `privateKeyPem` for an Ed25519 key.',
  body,
  responses: { 201: { description: 'The key, with what its owner should know of it', schema: exchangeKeySchema } },
  problems: KEY_PROBLEMS,
  async handle(
    deps: Pick<ApiDeps, 'accounts' | 'exchangeKeys' | 'vault' | 'keyInspector' | 'now' | 'newId'>,
    { caller, body: { accountId, ...rest } },
  ) {
    const account = accountId === undefined ? {} : { accountId };
    const added = await addKey(deps, { ...caller, ...rest, ...account });
    if (added.outcome === 'refused') return refuseKey(added);
    return answer(201, exchangeKeyView(added.key), { location: `${BASE}/exchange-keys/${added.key.id}` });
  },
});
