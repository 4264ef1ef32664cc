import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { writeOffPosition } from '../../../../shared/reconciliation/write-off-position.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idParams } from '../../fields.ts';
import { positionSchema, positionView } from './position-view.ts';

type Deps = Pick<
  ApiDeps,
  'accounts' | 'positions' | 'reconciliations' | 'tradingStates' | 'chooseExchange' | 'log' | 'now' | 'newId'
>;

export const writeOffRoute = userRoute({
  method: 'POST',
  path: `${BASE}/positions/{id}/write-off`,
  name: 'writeOffPosition',
  tag: 'Positions',
  summary: 'Take out of our books what is not on the exchange any more',
  description:
    'For what was sold, sent away or closed by hand, or liquidated: an exit of it would be rejected. The account is compared now; ' +
    'what is gone has to have been found before, at least 20 seconds ago. Nothing is sent to the exchange, and the realized PnL ' +
    'stays as it is, because what was paid for it is not known here.',
  params: idParams,
  responses: { 200: { description: 'The position as it is now', schema: positionSchema } },
  problems: { ...NOT_FOUND, 409: 'Nothing is gone, or something is under way', 503: 'The exchange does not answer' },
  async handle(deps: Deps, { caller, params: { id } }) {
    const written = await writeOffPosition(deps, { ...caller, positionId: id });
    switch (written.outcome) {
      case 'written_off':
        return answer(200, positionView(written.position));
      case 'not_found':
        return refuse(404, 'not_found', `You have no position "${id}"`);
      case 'refused':
        return refuse(409, written.code, written.reason);
    }
  },
});
