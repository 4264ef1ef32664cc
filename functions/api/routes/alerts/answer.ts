import * as z from 'zod';
import { answerDrift } from '../../../../shared/drift/answer-drift.ts';
import { DRIFT_ANSWERS } from '../../../../shared/drift/drift-answer.ts';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams, idText } from '../../fields.ts';

const decision = z.enum(DRIFT_ANSWERS);
const body = z.strictObject({
  decision: decision.describe('sync: go to the target of the alert all the same; skip: enter nothing'),
});

export const answerAlertRoute = userRoute({
  method: 'POST',
  path: `${BASE}/alerts/{id}/answer`,
  name: 'answerAlert',
  tag: 'Alerts',
  summary: 'Answer an alert that is held',
  description:
    'An alert of a strategy with onDrift "ask" is held when it comes from another position than ours. The first answer stands, ' +
    'and giving it again changes nothing. What is answered "sync" is decided anew, on the position and prices of that moment.',
  params: idParams,
  body,
  responses: { 202: { description: 'Kept', schema: z.object({ id: idText, decision }) } },
  problems: { ...NOT_FOUND, 409: 'Nothing of it waits for an answer, or it was answered otherwise' },
  async handle(
    deps: Pick<ApiDeps, 'driftAnswers' | 'archive' | 'doorbell' | 'now'>,
    { caller, params: { id }, body: { decision: given } },
  ) {
    const answered = await answerDrift(deps, { ...caller, alertId: id, answer: given });
    switch (answered.outcome) {
      case 'kept':
        return answer(202, { id, decision: given });
      case 'not_found':
        return refuse(404, 'not_found', `You have no alert "${id}"`);
      case 'refused':
        return refuse(409, answered.code, answered.reason);
    }
  },
});
