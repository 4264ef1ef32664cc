import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { bindRoute, type RouteRefusal } from '../../../../shared/routes/bind-route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { anId } from '../../fields.ts';
import { KEY, routeSchema, routeView } from './route-view.ts';

const LONGEST_KEY = 200;

const STATUS: Record<RouteRefusal['code'], number> = {
  strategy_unknown: 400,
  hook_unknown: 400,
  hook_not_named: 400,
  route_taken: 409,
  too_many_strategies: 409,
};

const name = z.string().trim().min(1).max(LONGEST_KEY);
const body = z
  .strictObject({
    key: name.optional().describe(KEY),
    secret: name
      .optional()
      .describe('In place of `key`, where that is a secret: a licence, a code, a token. It is not kept'),
    strategyId: anId.describe('Which strategy such messages are for'),
    hookStrategyId: anId
      .optional()
      .describe('The strategy whose hook they come in by; absent for those that come with WEBHOOK_SECRET'),
  })
  .refine(({ key, secret }) => (key === undefined) !== (secret === undefined), {
    path: ['key'],
    error: 'must be given, or "secret" in its place',
  });

export const bindRouteRoute = userRoute({
  method: 'POST',
  path: `${BASE}/routes`,
  name: 'bindRoute',
  tag: 'Routes',
  summary: 'Bind a bot or an account of messages to a strategy',
  description:
    'So that one hook serves many strategies. A key that is bound to several strategies makes an alert of each. ' +
    'A hook that has routes takes no message for a key that is bound to nothing. Counts from the next alert on.',
  body,
  responses: { 201: { description: 'The route', schema: routeSchema } },
  problems: { 409: 'It is bound to that strategy already, or to as many as it can be' },
  async handle(
    deps: Pick<ApiDeps, 'routes' | 'strategies' | 'users' | 'now' | 'newId'>,
    { caller, body: { key = '', secret, strategyId, hookStrategyId } },
  ) {
    const door = hookStrategyId === undefined ? {} : { hookStrategyId };
    const named = secret === undefined ? { key } : { secret };
    const bound = await bindRoute(deps, { ...caller, ...named, strategyId, ...door });
    if (bound.outcome === 'refused') return refuse(STATUS[bound.code], bound.code, bound.reason);
    return answer(201, routeView(bound.route));
  },
});
