import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildBundles, bundleNames } from '../../scripts/bundles/build-bundles.ts';
import { onServer, urlOf } from '../support/database.ts';
import { hexKey } from '../support/exchange-keys.ts';
import { hookEvent } from '../support/hook-event.ts';
import { type BundleAnswer, placeAlone, runBundle } from '../support/run-bundle.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const NO_DATABASE = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing', QUEUE_BUDGET_MS: '1000' };

const places = new Map<string, string>();

beforeAll(async () => {
  const built = temporaryFolder('built');
  await buildBundles(root, built);
  for (const name of bundleNames(root)) places.set(name, placeAlone(join(built, name)));
});

afterAll(removeTemporaryFolders);

function call(bundle: string, event: unknown, env: Record<string, string>): Promise<BundleAnswer> {
  return runBundle(places.get(bundle) ?? 'not built', event, env);
}

function eventFrom(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(root, 'events', file), 'utf8'));
}

describe('a bundle alone in an empty folder, without its database', () => {
  it.each([
    { bundle: 'health', file: 'health/live.json', answer: { statusCode: 200, body: '{"status":"healthy"}' } },
    { bundle: 'health', file: 'health/ready.json', answer: { statusCode: 503 } },
    { bundle: 'api', file: 'api/alerts-list.json', answer: { statusCode: 503 } },
    {
      bundle: 'queue',
      file: 'queue/work.json',
      answer: { batchItemFailures: [{ itemIdentifier: '059f36b4-87a3-44ab-83d2-661975830a7d' }] },
    },
    {
      bundle: 'queue',
      file: 'queue/poison.json',
      answer: { batchItemFailures: [{ itemIdentifier: '2e1424d4-f796-459a-8184-9c92662be6da' }] },
    },
    { bundle: 'schedule', file: 'schedule/tick.json', answer: { failed: expect.arrayContaining(['sweep']) } },
    { bundle: 'stream', file: 'stream/connect.json', answer: { statusCode: 401 } },
    { bundle: 'stream', file: 'stream/message.json', answer: { statusCode: 200 } },
    { bundle: 'stream', file: 'stream/disconnect.json', answer: { statusCode: 200 } },
  ])('answers $file', async ({ bundle, file, answer }) => {
    const { result, output } = await call(bundle, eventFrom(file), NO_DATABASE);
    expect(result, output).toMatchObject(answer);
  });

  it.each(readdirSync(join(root, 'events/webhook')))('answers webhook/%s with 503', async (file) => {
    const body = readFileSync(join(root, 'events/webhook', file), 'utf8');
    const { result, output } = await call('webhook', hookEvent(body, 'hk_unknown'), NO_DATABASE);
    expect(result, output).toMatchObject({ statusCode: 503 });
  });

  it('migrate says that the database cannot be reached', async () => {
    const { problem, output } = await call('migrate', {}, NO_DATABASE);
    expect(problem, output).toBe('The database cannot be reached right now');
  });

  it.each(['webhook', 'api'])('%s answers 503, and never 200, when it is not configured at all', async (bundle) => {
    const { result, output } = await call(bundle, hookEvent('{}', 'hk_unknown'), {});
    expect(result, output).toMatchObject({ statusCode: 503 });
  });
});

describe('the bundles together, on a fresh database', () => {
  it('migrate, keep an alert, work it, and show it', async () => {
    const database = `t_bundles_${Date.now()}`;
    await onServer(inject('databaseServerUrl'), `create database ${database}`);
    const env = { DATABASE_URL: urlOf(inject('databaseServerUrl'), database), QUEUE_LINGER_MS: '0' };

    const migrated = await call('migrate', { firstRun: true, baseUrl: 'http://localhost:8001' }, env);
    const { firstRun } = migrated.result as { firstRun: { apiToken: string; webhookUrl: string } };
    const token = firstRun.webhookUrl.split('/').at(-1) ?? '';
    expect(token, migrated.output).toMatch(/^hk_/);

    const message = '{"id":"one","symbol":"BTCUSDT","action":"buy","quantity":0.01,"price":60000}';
    expect((await call('webhook', hookEvent(message, token), env)).result).toMatchObject({ statusCode: 202 });
    expect((await call('webhook', hookEvent(message, token), env)).result).toMatchObject({ statusCode: 200 });
    expect((await call('queue', eventFrom('queue/work.json'), env)).result).toEqual({ batchItemFailures: [] });

    const list = eventFrom('api/alerts-list.json');
    const asked = { ...list, headers: { authorization: `Bearer ${firstRun.apiToken}` } };
    const { result, output } = await call('api', asked, env);
    expect(result, output).toMatchObject({ statusCode: 200, body: expect.stringContaining('"status":"filled"') });

    const withRedis = { ...env, REDIS_URL: inject('redisUrl') };
    const ready = await call('health', eventFrom('health/ready.json'), withRedis);
    expect(ready.result, ready.output).toMatchObject({
      statusCode: 200,
      body: expect.stringContaining('"redis":{"status":"up"'),
    });

    expect((await call('migrate', { firstRun: true, baseUrl: 'http://localhost:8001' }, env)).result).toEqual({
      applied: [],
      firstRun: null,
    });
  });

  it('migrate rotates the keys of a fresh database when it is asked to, and says what it lacks', async () => {
    const database = `t_bundles_keys_${Date.now()}`;
    await onServer(inject('databaseServerUrl'), `create database ${database}`);
    const env = { DATABASE_URL: urlOf(inject('databaseServerUrl'), database) };
    const without = await call('migrate', { rotateKeys: true }, env);
    expect(without.problem, without.output).toContain('ENCRYPTION_KEY is not set');
    const one = { ...env, ENCRYPTION_KEY: hexKey('one') };
    const first = await call('migrate', { rotateKeys: 'data-key' }, one);
    expect(first.result, first.output).toMatchObject({
      applied: [],
      rotated: { dataKey: { version: 2, resealed: 0, left: 0 } },
    });
    const lost = await call('migrate', { rotateKeys: true }, { ...env, ENCRYPTION_KEY: hexKey('two') });
    expect(lost.problem, lost.output).toContain('Cannot open data key 1: it was wrapped with the master key');
    const both = { ...env, ENCRYPTION_KEY: hexKey('two'), ENCRYPTION_KEY_PREVIOUS: hexKey('one') };
    const rotated = await call('migrate', { rotateKeys: true }, both);
    expect(rotated.result, rotated.output).toMatchObject({
      rotated: { masterKey: { rewrapped: 2 }, dataKey: { version: 3 } },
    });
    const after = await call('migrate', { rotateKeys: 'master-key' }, { ...env, ENCRYPTION_KEY: hexKey('two') });
    expect(after.result, after.output).toMatchObject({ rotated: { masterKey: { rewrapped: 0 } } });
    const shown = [first, lost, rotated, after].map(({ output }) => output).join('');
    for (const name of ['one', 'two']) expect(shown).not.toContain(hexKey(name));
  });
});
