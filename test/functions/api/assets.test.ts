import { expect, it } from 'vitest';
import { assetsIn } from '../../../functions/api/assets.ts';

const assets = assetsIn(new URL('../../../functions/api/assets/', import.meta.url));

it('assetsIn() reads a file with its type and a tag that depends on its content', async () => {
  const [page, script] = [await assets('docs.html'), await assets('docs.js')];
  expect(page).toMatchObject({ contentType: 'text/html; charset=utf-8' });
  expect(script?.contentType).toBe('text/javascript; charset=utf-8');
  expect(page?.etag).not.toBe(script?.etag);
});

it.each(['../wire.ts', '..%2fwire.js', 'docs', 'docs.html/', 'nested/docs.js', '.js', 'no-such-file.js', 'DOCS.html'])(
  'assetsIn() has no "%s"',
  async (name) => {
    expect(await assets(name)).toBeUndefined();
  },
);
