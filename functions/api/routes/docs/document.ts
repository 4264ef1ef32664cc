import { answer, openRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { etagOf } from '../../assets.ts';

export const showDocument = openRoute({
  method: 'GET',
  path: '/openapi.json',
  name: 'showDocument',
  tag: 'Documentation',
  summary: 'This document, OpenAPI 3.1',
  responses: {
    200: { description: 'The document', contentType: 'application/json' },
    304: { description: 'Not changed' },
  },
  async handle({ document }: Pick<ApiDeps, 'document'>, { ifNoneMatch }) {
    const text = document();
    const headers = { etag: etagOf(text), 'cache-control': 'no-cache', 'access-control-allow-origin': '*' };
    return ifNoneMatch === headers.etag ? answer(304, undefined, headers) : answer(200, text, headers);
  },
});
