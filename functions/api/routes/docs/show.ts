import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, openRoute } from '../../../../shared/http/route.ts';
import type { ApiDeps } from '../../api-deps.ts';

/** No script and no style but the files beside the page, and no other host at all. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = 'docs.html';

export const showDocs = openRoute({
  method: 'GET',
  path: '/docs',
  name: 'showDocs',
  tag: 'Documentation',
  summary: 'This document as a page',
  responses: { 200: { description: 'The page', contentType: 'text/html' } },
  async handle({ assets }: Pick<ApiDeps, 'assets'>) {
    const page = await assets(PAGE);
    if (page === undefined) return refuse(404, 'not_found', 'The page is not part of this build');
    const headers = {
      'content-type': page.contentType,
      'content-security-policy': POLICY,
      'cache-control': 'no-cache',
    };
    return answer(200, page.body, headers);
  },
});

export const showDocsFile = openRoute({
  method: 'GET',
  path: '/docs/{file}',
  name: 'showDocsFile',
  tag: 'Documentation',
  summary: 'Scripts and styles of the page',
  params: z.object({ file: z.string() }),
  responses: {
    200: { description: 'The file', contentType: 'application/octet-stream' },
    304: { description: 'Not changed' },
  },
  problems: { 404: 'There is no such file' },
  async handle({ assets }: Pick<ApiDeps, 'assets'>, { params: { file }, ifNoneMatch }) {
    const asset = await assets(file);
    if (asset === undefined) return refuse(404, 'not_found', `There is no file "${file}"`);
    const { etag, contentType } = asset;
    const headers = { etag, 'cache-control': 'public, max-age=3600', 'content-type': contentType };
    return ifNoneMatch === etag ? answer(304, undefined, headers) : answer(200, asset.body, headers);
  },
});
