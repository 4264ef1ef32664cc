import * as z from 'zod';
import { concealCredentials, credentialFields } from '../../../../shared/exchange-keys/credentials.ts';
import { replaceKey } from '../../../../shared/exchange-keys/replace-key.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { labelField } from './add.ts';
import { exchangeKeySchema, exchangeKeyView } from './exchange-key-view.ts';
import { KEY_PROBLEMS, refuseKey } from './refuse-key.ts';

const body = z.strictObject({ label: labelField.optional(), ...credentialFields }).transform(concealCredentials);

export const replaceExchangeKey = userRoute({
  method: 'PUT',
  path: `${BASE}/exchange-keys/{id}`,
  name: 'replaceExchangeKey',
  tag: 'Exchange keys',
  summary: 'Put another key in the place of one',
  description:
    'For the same exchange account, in the same mode: a key that opens another is refused with both uids. It is tested as a new one is; the one before is gone. ' +
    'A key that is refused changes nothing.',
  params: idParams,
  body,
  responses: { 200: { description: 'The key', schema: exchangeKeySchema } },
  problems: { ...NOT_FOUND, ...KEY_PROBLEMS },
  async handle(
    deps: Pick<ApiDeps, 'exchangeKeys' | 'vault' | 'keyInspector' | 'now' | 'newId'>,
    { caller, params: { id }, body: { label, credentials } },
  ) {
    const named = label === undefined ? {} : { label };
    const replaced = await replaceKey(deps, { ...caller, id, credentials, ...named });
    switch (replaced.outcome) {
      case 'replaced':
        return answer(200, exchangeKeyView(replaced.key));
      case 'not_found':
        return refuse(404, 'not_found', `You have no exchange key "${id}"`);
      case 'refused':
        return refuseKey(replaced);
    }
  },
});
