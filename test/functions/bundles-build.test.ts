import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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

const HANDLER = (expression: string): string =>
  `import * as z from 'zod';
   const shape = z.object({ on: z.string().min(1), at: z.iso.datetime(), of: z.array(z.number().int()).max(2) });
   export const handler = async (event: unknown): Promise<unknown> => (${expression});`;

function rootWith(handlers: Record<string, string>): string {
  const folder = temporaryFolder('doors');
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [name, text] of Object.entries(handlers)) {
    mkdirSync(join(folder, 'functions', name), { recursive: true });
    writeFileSync(join(folder, 'functions', name, 'handler.ts'), text);
  }
  return folder;
}

describe('JSON schemas', () => {
  const VALID = { on: 'a', at: '2026-01-01T00:00:00Z', of: [1] };
  const INVALID = { on: '', at: 'then', of: [1.5] };

  it('are made by the bundle of the api; the others check the same without what makes them', async () => {
    const handler = HANDLER(
      `[shape.safeParse(event).error?.issues ?? null, (() => { try { return shape.toJSONSchema().type; } catch (error) { return (error as Error).message; } })()]`,
    );
    const built = temporaryFolder('doors-built');
    const bundles = await buildBundles(rootWith({ api: handler, queue: handler }), built);
    const [api, queue] = await Promise.all(
      bundles.map(async ({ file }) => (await import(file)).handler as (event: unknown) => Promise<[unknown, string]>),
    );
    for (const event of [VALID, INVALID]) {
      const [said, type] = (await api?.(event)) ?? [];
      expect(type).toBe('object');
      expect(await queue?.(event)).toEqual([said, 'JSON schemas are not in this bundle']);
    }
    const [found] = (await queue?.(INVALID)) ?? [];
    expect(found).toMatchObject([{ path: ['on'] }, { path: ['at'] }, { path: ['of', 0] }]);
    const [heavy = 0, light = 0] = bundles.map(({ bytes }) => bytes);
    expect(heavy - light, 'bytes saved').toBeGreaterThan(14_000);
  });

  it('a bundle that would make them without having what it takes is not built', async () => {
    const doors = rootWith({ queue: HANDLER('z.toJSONSchema(shape)') });
    await expect(buildBundles(doors, temporaryFolder('doors-built'))).rejects.toThrow(
      'The bundle queue calls z.toJSONSchema',
    );
  });
});
