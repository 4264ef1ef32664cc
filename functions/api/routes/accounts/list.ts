import * as z from 'zod';
import { MODES } from '../../../../shared/accounts/mode.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { idText, instantText } from '../../fields.ts';

const account = z
  .object({
    id: idText,
    name: z.string(),
    exchange: z.enum(['paper', 'binance']),
    mode: z.enum(MODES),
    createdAt: instantText,
  })
  .meta({ id: 'Account', description: 'Where orders go' });

export const listAccounts = userRoute({
  method: 'GET',
  path: `${BASE}/accounts`,
  name: 'listAccounts',
  tag: 'Strategies',
  summary: 'Exchange accounts',
  responses: { 200: { description: 'All of them, newest first', schema: z.object({ items: z.array(account) }) } },
  async handle({ accounts }: Pick<ApiDeps, 'accounts'>, { caller }) {
    const items = await accounts.list(caller.userId);
    return answer(200, { items: items.map(({ userId: _, settings: __, ...one }) => toJson(one)) });
  },
});
