import * as z from 'zod';
import { MODES } from '../../../../shared/accounts/mode.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import { readPortfolio } from '../../../../shared/portfolio/read-portfolio.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { decimalText, idText, instantText, marketText } from '../../fields.ts';

const figures = z.object({
  equity: decimalText.describe('Balances, and what closing the USD-M positions would realize'),
  realizedPnl: decimalText.describe('Of all that was closed, before commission'),
  unrealizedPnl: decimalText,
  exposure: decimalText.describe('Open positions, long and short added up'),
  commission: decimalText,
});

const balance = z.object({
  market: marketText,
  asset: z.string(),
  free: decimalText,
  locked: decimalText,
  notional: decimalText.optional().describe('Absent where no price is known'),
});

const account = figures.extend({
  accountId: idText,
  name: z.string(),
  mode: z.enum(MODES),
  balances: z.array(balance),
  openPositions: z.int(),
});

const prices = z.object({
  missing: z.array(z.string()).describe('Without a price, and so counted as nothing'),
  old: z
    .array(z.object({ market: marketText, symbol: z.string(), price: decimalText, seenAt: instantText }))
    .describe('Seen more than five minutes ago'),
});

const portfolio = z
  .object({
    asset: z.string().describe('What everything is valued in'),
    at: instantText,
    total: figures,
    accounts: z.array(account),
    prices,
  })
  .meta({ id: 'Portfolio' });

export const showPortfolio = userRoute({
  method: 'GET',
  path: `${BASE}/portfolio`,
  name: 'showPortfolio',
  tag: 'Portfolio',
  summary: 'What all of it is worth now',
  responses: { 200: { description: 'Per account and in all', schema: portfolio } },
  async handle(deps: Pick<ApiDeps, 'accounts' | 'portfolio' | 'chooseExchange' | 'now'>, { caller }) {
    return answer(200, toJson(await readPortfolio(deps, caller)));
  },
});
