import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { hookUrl } from '../../../../shared/strategies/hook-url.ts';
import { DEFAULT_OVERLAP_SECONDS, rotateHookToken } from '../../../../shared/strategies/rotate-hook-token.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { hookedStrategy, strategyView } from './strategy-view.ts';

const MAX_OVERLAP_SECONDS = 30 * 24 * 60 * 60;

const body = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(MAX_OVERLAP_SECONDS)
    .default(DEFAULT_OVERLAP_SECONDS)
    .describe('How long the old token stays valid; 0 ends it at once'),
});

export const rotateToken = userRoute({
  method: 'POST',
  path: `${BASE}/strategies/{id}/rotate-token`,
  name: 'rotateHookToken',
  tag: 'Strategies',
  summary: 'Give a strategy a new hook URL',
  params: idParams,
  body,
  responses: { 200: { description: 'The strategy with its new hook URL', schema: hookedStrategy } },
  problems: NOT_FOUND,
  async handle(
    deps: Pick<ApiDeps, 'strategies' | 'now' | 'newId' | 'newSecret'>,
    { caller, params: { id }, body: { overlapSeconds }, baseUrl },
  ) {
    const rotated = await rotateHookToken(deps, { ...caller, id, overlapSeconds });
    if (rotated === undefined) return refuse(404, 'not_found', `You have no strategy "${id}"`);
    const webhookUrl = hookUrl(baseUrl, rotated.hookToken);
    return answer(200, { ...strategyView(rotated.strategy), webhookUrl });
  },
});
