import { answer, openRoute } from '../../../../shared/http/route.ts';

export const showRoot = openRoute({
  method: 'GET',
  path: '/',
  name: 'showRoot',
  tag: 'Documentation',
  summary: 'Leads to the documentation',
  responses: { 302: { description: 'To /docs' } },
  async handle() {
    return answer(302, undefined, { location: '/docs' });
  },
});
