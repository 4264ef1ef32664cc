import * as z from 'zod';
import { parseJson } from '../../../../shared/alerts/parse-json.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { previewAlert } from '../../../../shared/preview/preview-alert.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { anId } from '../../fields.ts';
import { previewSchema, previewView } from './preview-view.ts';

const preview = z.strictObject({
  message: z
    .union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())], {
      error: 'must be the message as text, or as JSON',
    })
    .describe('As text, exactly as TradingView would send it; JSON is taken too'),
  strategyId: anId.optional().describe('Needed only with more than one strategy, if the message names none'),
});

export const previewAlertRoute = userRoute({
  method: 'POST',
  path: `${BASE}/alerts/preview`,
  name: 'previewAlert',
  tag: 'Alerts',
  summary: 'What a message would do',
  description: 'Reads and decides as for an alert that arrives now. Stores nothing and does nothing.',
  body: preview,
  responses: { 200: { description: 'What it would do', schema: previewSchema } },
  problems: NOT_FOUND,
  async handle(
    deps: Pick<ApiDeps, 'strategies' | 'routes' | 'readAlert' | 'decide'>,
    { caller, body: { message, strategyId }, readText },
  ) {
    const text = typeof message === 'string' ? message : textOf(readText());
    const strategy = strategyId === undefined ? {} : { strategyId };
    const previewed = await previewAlert(deps, { userId: caller.userId, message: text, ...strategy });
    if (previewed.outcome === 'strategy_unknown')
      return refuse(404, 'not_found', `You have no strategy "${strategyId}"`);
    return answer(200, previewView(previewed));
  },
});

/** JSON read and written again would have lost digits and fields that stand twice, which the webhook sees. */
function textOf(body: string): string {
  const { value } = parseJson(body);
  const members = value?.kind === 'object' ? value.members : [];
  const message = members.findLast(({ key }) => key === 'message')?.value;
  if (message === undefined)
    throw new AppError('bad_request', 'The message is nested too deeply, or has too many values');
  return body.slice(message.start, message.end);
}
