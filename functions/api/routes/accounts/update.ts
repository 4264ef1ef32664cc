import * as z from 'zod';
import { changePaperSettings } from '../../../../shared/exchanges/paper/change-settings.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { accountSchema, accountView } from './account-view.ts';

const fraction = z
  .string({ error: 'must be a decimal in quotes, such as "0.001"' })
  .regex(/^0(\.\d{1,8})?$/, 'must be a fraction below 1 with at most 8 digits, such as "0.001" for 0.1 %');
const leverage = z
  .string({ error: 'must be a decimal in quotes, such as "5"' })
  .regex(/^([1-9]|[1-9]\d|1[01]\d|12[0-5])$/, 'must be a whole number from 1 to 125, such as "5"');

const body = z.strictObject({
  paper: z
    .strictObject({ commissionRate: fraction, slippageRate: fraction, leverage })
    .partial()
    .describe('What is absent stays as it is'),
});

export const updateAccount = userRoute({
  method: 'PATCH',
  path: `${BASE}/accounts/{id}`,
  name: 'updateAccount',
  tag: 'Accounts',
  summary: 'Set commission, slippage and leverage of a paper account',
  description: 'Counts from the next order on.',
  params: idParams,
  body,
  responses: { 200: { description: 'The account', schema: accountSchema } },
  problems: { ...NOT_FOUND, 409: 'Not a paper account' },
  async handle(deps: Pick<ApiDeps, 'accounts' | 'now' | 'newId'>, { caller, params: { id }, body: { paper } }) {
    const changed = await changePaperSettings(deps, { ...caller, id, patch: paper });
    const account = await deps.accounts.find(caller.userId, id);
    if (changed.outcome === 'not_found' || account === undefined)
      return refuse(404, 'not_found', `You have no account "${id}"`);
    if (changed.outcome === 'not_paper')
      return refuse(
        409,
        'not_paper',
        `Account "${account.name}" is not a paper account: its figures are the exchange's`,
      );
    return answer(200, accountView(account));
  },
});
