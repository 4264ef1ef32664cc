import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { toJson } from '../../../../shared/http/to-json.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { idText, instantText } from '../../fields.ts';

const me = z.object({ id: idText, email: z.string(), role: z.enum(['owner', 'member']), createdAt: instantText });

export const showMe = userRoute({
  method: 'GET',
  path: `${BASE}/me`,
  name: 'showMe',
  tag: 'Access',
  summary: 'Whose token this is',
  responses: { 200: { description: 'The user', schema: me } },
  problems: NOT_FOUND,
  async handle({ users }: Pick<ApiDeps, 'users'>, { caller }) {
    const user = await users.find(caller.userId);
    return user === undefined ? refuse(404, 'not_found', 'The user is gone') : answer(200, toJson(user));
  },
});
