import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { anId, decimalText, instant, instantText } from '../../fields.ts';

const MAX_POINTS = 1_000;
const DEFAULT_SPAN_MS = 30 * 24 * 60 * 60_000;

const query = z.strictObject({
  from: instant.optional().describe('Inclusive; 30 days before `to` unless given'),
  to: instant.optional().describe('Exclusive; now unless given'),
  accountId: anId.optional().describe('All accounts added up unless given'),
});

const point = z.object({
  at: instantText,
  equity: decimalText,
  realizedPnl: decimalText,
  unrealizedPnl: decimalText,
  exposure: decimalText,
});

export const showEquity = userRoute({
  method: 'GET',
  path: `${BASE}/portfolio/equity`,
  name: 'showEquity',
  tag: 'Portfolio',
  summary: 'The equity curve, oldest first',
  description: `At most ${MAX_POINTS} points: a longer time is cut into parts, each with its last snapshot.`,
  query,
  responses: { 200: { description: 'The curve', schema: z.object({ items: z.array(point) }) } },
  async handle({ portfolio, now }: Pick<ApiDeps, 'portfolio' | 'now'>, { caller, query }) {
    const to = query.to ?? now();
    const from = query.from ?? new Date(to.getTime() - DEFAULT_SPAN_MS);
    if (from >= to)
      return refuse(400, 'range_empty', `"from" (${from.toISOString()}) must be before "to" (${to.toISOString()})`);
    const account = query.accountId === undefined ? {} : { accountId: query.accountId };
    const points = await portfolio.curve(caller.userId, { from, to, maxPoints: MAX_POINTS, ...account });
    return answer(200, { items: points.map(toJson) });
  },
});
