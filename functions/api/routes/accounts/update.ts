import * as z from 'zod';
import { MAX_COUNTDOWN_SECONDS, MIN_COUNTDOWN_SECONDS } from '../../../../shared/countdowns/countdown.ts';
import { setCountdown } from '../../../../shared/countdowns/set-countdown.ts';
import { changePaperSettings } from '../../../../shared/exchanges/paper/change-settings.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { accountSchema, accountView } from './account-view.ts';

type Deps = Pick<ApiDeps, 'accounts' | 'now' | 'newId'>;

const fraction = z
  .string({ error: 'must be a decimal in quotes, such as "0.001"' })
  .regex(/^0(\.\d{1,8})?$/, 'must be a fraction below 1 with at most 8 digits, such as "0.001" for 0.1 %');
const leverage = z
  .string({ error: 'must be a decimal in quotes, such as "5"' })
  .regex(/^([1-9]|[1-9]\d|1[01]\d|12[0-5])$/, 'must be a whole number from 1 to 125, such as "5"');

const CANCEL_AFTER =
  `Off by default. After so many seconds without this service, Binance cancels what rests on USD-M, in each symbol
  in which orders of ours rest and no position is open: whatever waits there, by whomever. \`null\` turns it off. docs/risk.md says
  what it does to stops, and what AWS needs (150 or more)`.replace(/\s+/g, ' ');

const body = z
  .strictObject({
    paper: z
      .strictObject({ commissionRate: fraction, slippageRate: fraction, leverage })
      .partial()
      .optional()
      .describe('Of a paper account. What is absent stays as it is'),
    cancelOrdersAfterSeconds: z
      .int()
      .min(MIN_COUNTDOWN_SECONDS)
      .max(MAX_COUNTDOWN_SECONDS)
      .nullable()
      .optional()
      .describe(CANCEL_AFTER),
  })
  .refine(({ paper, cancelOrdersAfterSeconds }) => (paper === undefined) !== (cancelOrdersAfterSeconds === undefined), {
    error: 'takes "paper", for a paper account, or "cancelOrdersAfterSeconds", for one on an exchange',
  });

export const updateAccount = userRoute({
  method: 'PATCH',
  path: `${BASE}/accounts/{id}`,
  name: 'updateAccount',
  tag: 'Accounts',
  summary: 'Set the figures of a paper account, or the countdown of another',
  description: 'Figures count from the next order on, a countdown within seconds.',
  params: idParams,
  body,
  responses: { 200: { description: 'The account', schema: accountSchema } },
  problems: { ...NOT_FOUND, 409: 'Not an account of that kind' },
  async handle(deps: Deps, { caller, params: { id }, body: { paper, cancelOrdersAfterSeconds: seconds } }) {
    const changed =
      paper === undefined
        ? await setCountdown(deps, { ...caller, id, seconds: seconds ?? null })
        : (await changePaperSettings(deps, { ...caller, id, patch: paper })).outcome;
    const account = await deps.accounts.find(caller.userId, id);
    if (changed === 'not_found' || account === undefined)
      return refuse(404, 'not_found', `You have no account "${id}"`);
    if (changed === 'not_paper')
      return refuse(
        409,
        'not_paper',
        `Account "${account.name}" is not a paper account: its figures are the exchange's`,
      );
    if (changed === 'no_countdown')
      return refuse(409, 'no_countdown', `Account "${account.name}" is a paper account: nothing rests on an exchange`);
    return answer(200, accountView(account));
  },
});
