import { testKey } from '../../../../shared/exchange-keys/test-key.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { exchangeKeySchema, exchangeKeyView } from './exchange-key-view.ts';

export const testExchangeKey = userRoute({
  method: 'POST',
  path: `${BASE}/exchange-keys/{id}/test`,
  name: 'testExchangeKey',
  tag: 'Exchange keys',
  summary: 'Ask the exchange again what a key may do',
  description: 'What it says is kept as `lastTest`. A key that is refused opens nothing new until it passes again.',
  params: idParams,
  responses: { 200: { description: 'The key, with the outcome in `lastTest`', schema: exchangeKeySchema } },
  problems: NOT_FOUND,
  async handle(
    deps: Pick<ApiDeps, 'exchangeKeys' | 'vault' | 'keyInspector' | 'now' | 'newId'>,
    { caller, params: { id } },
  ) {
    const key = await testKey(deps, { ...caller, id });
    if (key === undefined) return refuse(404, 'not_found', `You have no exchange key "${id}"`);
    return answer(200, exchangeKeyView(key));
  },
});
