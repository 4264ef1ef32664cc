import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { buildBundles, bundleNames } from '../../scripts/bundles/build-bundles.ts';
import { BUDGETS_KB } from '../../scripts/bundles/bundle-settings.ts';
import { renderWeights, weigh } from '../../scripts/bundles/check-budgets.ts';
import { writeFolder } from '../../scripts/bundles/write-folder.ts';
import { writeService } from '../../scripts/bundles/write-service.ts';
import { readService } from '../../scripts/host/service.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const DOORS = ['api', 'health', 'migrate', 'queue', 'schedule', 'stream', 'webhook'];

afterAll(removeTemporaryFolders);

function contents(folder: string): Map<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return new Map(paths.map((path) => [relative(folder, path), readFileSync(path, 'latin1')]));
}

it('every door is built, and the same sources give the same bytes', async () => {
  const [first, second] = ['a', 'b'].map((name) => temporaryFolder(`build-${name}`));
  await buildBundles(root, String(first));
  await buildBundles(root, String(second));
  expect(bundleNames(root)).toEqual(DOORS);
  const built = contents(String(first));
  expect([...built.keys()]).toContain(join('migrate', 'migrations', '0001_users.sql'));
  expect(contents(String(second))).toEqual(built);
});

it('a build into the same folder leaves what has not changed alone, and removes what is gone', async () => {
  const folder = temporaryFolder('write');
  const bytes = (text: string): Uint8Array => Buffer.from(text);
  const files = new Map([
    ['same', bytes('1')],
    ['other', bytes('1')],
    ['gone', bytes('1')],
  ]);
  writeFolder(folder, files);
  const before = statSync(join(folder, 'same')).ino;
  files.delete('gone');
  writeFolder(folder, files.set('other', bytes('2')));
  expect([...contents(folder)]).toEqual([
    ['other', '2'],
    ['same', '1'],
  ]);
  expect(statSync(join(folder, 'same')).ino, 'a running server never misses a file').toBe(before);
});

it('webhook and health may weigh 350 KB', () => {
  expect(BUDGETS_KB).toMatchObject({ webhook: 350, health: 350 });
});

it.each([
  { case: 'at the limit', bytes: 350_000, isTooHeavy: false },
  { case: 'one byte over it', bytes: 350_001, isTooHeavy: true },
])('weigh() finds a bundle $case too heavy: $isTooHeavy', ({ bytes, isTooHeavy }) => {
  const weighed = weigh([{ name: 'webhook', file: 'index.mjs', bytes }]);
  expect(weighed).toMatchObject([{ name: 'webhook', isTooHeavy }]);
  expect(renderWeights(weighed).includes('too heavy')).toBe(isTooHeavy);
});

it('what is written down of serverless.yml holds nothing of the environment that it was read in', async () => {
  const dist = temporaryFolder('service');
  process.env.WEBHOOK_SECRET = 'not-to-be-found-anywhere';
  await writeService(root, dist);
  delete process.env.WEBHOOK_SECRET;
  const text = readFileSync(join(dist, 'service.json'), 'utf8');
  expect(text).not.toContain('not-to-be-found-anywhere');
  expect(Object.keys(readService(dist).functions).sort()).toEqual(DOORS);
  const before = statSync(join(dist, 'service.json')).mtimeMs;
  await writeService(root, dist);
  expect(statSync(join(dist, 'service.json')).mtimeMs, 'nothing changed').toBe(before);
});
