import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { alertStorySchema, alertStoryView } from './alert-view.ts';

export const showAlert = userRoute({
  method: 'GET',
  path: `${BASE}/alerts/{id}`,
  name: 'showAlert',
  tag: 'Alerts',
  summary: 'One alert with all that came of it',
  params: idParams,
  responses: { 200: { description: 'The alert', schema: alertStorySchema } },
  problems: NOT_FOUND,
  async handle({ archive }: Pick<ApiDeps, 'archive'>, { caller, params: { id } }) {
    const story = await archive.find(caller.userId, id);
    return story === undefined
      ? refuse(404, 'not_found', `You have no alert "${id}"`)
      : answer(200, alertStoryView(story));
  },
});
