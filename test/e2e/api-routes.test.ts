import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../functions/api/route-table.ts';
import type { HttpEvent, HttpReply } from '../../shared/http/event.ts';
import { ownerDeps } from '../../shared/users/make-owner.pg.ts';
import { type FirstRun, makeOwner } from '../../shared/users/make-owner.ts';
import { checkReply } from '../support/check-reply.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { type EventOptions, httpEvent } from '../support/http-event.ts';

type Handler = (event: HttpEvent) => Promise<HttpReply>;

let database: TestDatabase;
let owner: FirstRun;
let api: Handler;
let webhook: Handler;
let demoId: string;

beforeAll(async () => {
  database = await testDatabase('api-routes');
  process.env.DATABASE_URL = database.url;
  process.env.DOORBELL_URL = 'http://127.0.0.1:9/none';
  process.env.LOG_LEVEL = 'SILENT';
  const made = await makeOwner(ownerDeps(database.pool), { baseUrl: 'http://localhost:8001' });
  if (made === null) throw new Error('The database of this test is not empty');
  owner = made;
  ({ handler: api } = await import('../../functions/api/handler.ts'));
  ({ handler: webhook } = await import('../../functions/webhook/handler.ts'));
  demoId = (await call('GET', '/strategies')).body.items[0].id;
});
afterAll(() => database.close());

/** Every answer is held against the schema that the document gives for it. */
async function call(method: string, path: string, options: EventOptions = {}) {
  const reply = await api(httpEvent(method, `/api/v1${path}`, { token: owner.apiToken, ...options }));
  checkReply(ROUTES, method, `/api/v1${path}`, reply);
  return { status: reply.statusCode, body: JSON.parse(reply.body) };
}

async function alert(message: Record<string, unknown>) {
  const token = owner.webhookUrl.split('/').at(-1) ?? '';
  const event = httpEvent('POST', `/api/v1/webhook/${token}`, { body: message });
  event.pathParameters = { token };
  return JSON.parse((await webhook(event)).body);
}

const create = async (name: string, more = {}) =>
  (await call('POST', '/strategies', { body: { name, sizing: { type: 'quote', value: '100' }, ...more } })).body;
const buy = (id: string, strategy: string) => ({
  id,
  symbol: 'BTCUSDT',
  action: 'buy',
  quantity: '0.01',
  price: '50000',
  strategy,
});

describe('routes over the API', () => {
  it('are bound, listed, offered where they lack, and taken away, each with its audit entry', async () => {
    const { id: secondId } = await create('second');
    const route = { key: 'bot-a', hookStrategyId: demoId };
    const bound = await call('POST', '/routes', { body: { ...route, strategyId: secondId } });
    expect(bound).toMatchObject({ status: 201, body: { ...route, strategyId: secondId } });
    const refused = await alert(buy('one', 'bot-b'));
    expect(refused).toMatchObject({
      status: 'not_understood',
      code: 'route_unknown',
      reason: expect.stringContaining('"bot-b"'),
    });
    expect((await call('GET', `/alerts/${refused.id}`)).body).toMatchObject({
      ...{ status: 'not_understood', reasonCode: 'route_unknown', unknownRoutes: ['bot-b'], hookStrategyId: demoId },
    });
    const { body: offered } = await call('GET', '/routes/unbound');
    expect(offered.items).toMatchObject([
      { key: 'bot-b', hookStrategyId: demoId, count: 1, dialect: 'generic', lastAlertId: refused.id },
    ]);
    const [{ key, hookStrategyId }] = offered.items;
    const second = await call('POST', '/routes', { body: { key, hookStrategyId, strategyId: demoId } });
    expect((await call('GET', '/routes/unbound')).body.items).toEqual([]);
    expect((await call('GET', '/routes')).body.items).toEqual([second.body, bound.body]);
    expect((await call('GET', '/routes', { query: { strategyId: secondId } })).body.items).toEqual([bound.body]);
    expect(await alert(buy('two', 'bot-b'))).toMatchObject({ status: 'accepted' });
    expect((await call('DELETE', `/routes/${second.body.id}`)).body).toEqual({ id: second.body.id, status: 'unbound' });
    expect((await call('DELETE', `/routes/${second.body.id}`)).status).toBe(404);
    const actions = (await call('GET', '/audit', { query: { limit: '3' } })).body.items;
    expect(actions.map((one: { action: string }) => one.action)).toEqual([
      'route.unbound',
      'route.bound',
      'route.bound',
    ]);
  });

  it('fan out: the first alert names the others, and each names the first', async () => {
    const { id: thirdId } = await create('third');
    for (const strategyId of [demoId, thirdId])
      await call('POST', '/routes', { body: { key: 'both', hookStrategyId: demoId, strategyId } });
    const { id, alerts } = await alert(buy('three', 'both'));
    expect(alerts).toEqual([
      { id, strategyId: demoId, status: 'accepted' },
      { id: `${id}02`, strategyId: thirdId, status: 'accepted' },
    ]);
    const first = await call('GET', `/alerts/${id}`);
    expect(first.body).toMatchObject({
      source: 'webhook',
      strategyId: demoId,
      fanOut: [{ id: `${id}02`, strategyId: thirdId }],
    });
    expect((await call('GET', `/alerts/${id}02`)).body).toMatchObject({
      source: 'fan_out',
      originAlertId: id,
      fanOut: [],
    });
    expect(await alert(buy('three', 'both'))).toEqual({ id, status: 'duplicate' });
  });

  it.each([
    {
      case: 'no strategy of that id',
      body: { key: 'a', strategyId: 'str_none' },
      status: 400,
      code: 'strategy_unknown',
    },
    { case: 'no hook of that id', body: { key: 'a', hookStrategyId: 'str_none' }, status: 400, code: 'hook_unknown' },
    { case: 'neither key nor secret', body: {}, status: 400, code: 'bad_request' },
    { case: 'a key and a secret', body: { key: 'a', secret: 'b' }, status: 400, code: 'bad_request' },
    { case: 'the same again', body: { key: 'bot-a' }, status: 409, code: 'route_taken' },
  ])('are refused with $case', async ({ body, status, code }) => {
    await call('POST', '/routes', { body: { key: 'bot-a', strategyId: demoId } });
    expect(await call('POST', '/routes', { body: { strategyId: demoId, ...body } })).toMatchObject({
      status,
      body: { code },
    });
  });

  it('take a secret for a key, and keep no more of it than the hint that messages are kept with', async () => {
    const { body } = await call('POST', '/routes', { body: { secret: '60123456789', strategyId: demoId } });
    expect(body.key).toMatch(/^#[0-9a-f]{8}$/);
    const preview = await call('POST', '/alerts/preview', { body: { message: '60123456789,closelong,BTCUSDT' } });
    expect(preview.body).toMatchObject({ isUnderstood: true, strategyId: demoId });
    const { rows } = await database.pool.query(`select 1 from routes where key like '%60123456789%'`);
    expect(rows).toEqual([]);
  });
});

describe('what messages leave to a strategy, over the API', () => {
  it('is set, shown, merged and taken away', async () => {
    const units = { volumeUnit: 'lots', targetUnit: 'percent' };
    const made = await create('pine', {
      readSettings: { pineConnector: units },
      defaultSymbol: 'ETHUSDT',
      dialects: ['okx'],
    });
    expect(made).toMatchObject({ readSettings: { pineConnector: units }, defaultSymbol: 'ETHUSDT', dialects: ['okx'] });
    const patch = { readSettings: { pineConnector: { targetUnit: null }, dealSide: 'short' }, defaultSymbol: null };
    const patched = await call('PATCH', `/strategies/${made.id}`, { body: patch });
    expect(patched.body.readSettings).toEqual({ pineConnector: { volumeUnit: 'lots' }, dealSide: 'short' });
    expect(patched.body.defaultSymbol).toBeUndefined();
    const any = await call('PATCH', `/strategies/${made.id}`, { body: { dialects: ['any', 'any'] } });
    expect(any.body.dialects).toEqual(['any']);
    expect((await call('GET', `/strategies/${made.id}`)).body).toEqual(any.body);
  });

  it.each([
    { case: 'a format that there is not', body: { dialects: ['no-such'] }, path: 'dialects' },
    {
      case: 'pips',
      body: { readSettings: { pineConnector: { targetUnit: 'pips' } } },
      path: 'readSettings.pineConnector.targetUnit',
    },
    { case: 'a setting that there is not', body: { readSettings: { units: 1 } }, path: 'readSettings' },
    { case: 'a symbol of a chart', body: { defaultSymbol: 'BINANCE:BTCUSDT' }, path: 'defaultSymbol' },
  ])('is refused with $case, by name', async ({ body, path }) => {
    for (const [method, at] of [
      ['PATCH', `/strategies/${demoId}`],
      ['POST', '/strategies'],
    ] as const) {
      const named = method === 'POST' ? { name: 'never', sizing: { type: 'quote', value: '1' }, ...body } : body;
      const reply = await call(method, at, { body: named });
      expect(reply.status).toBe(400);
      expect(JSON.stringify(reply.body.errors)).toContain(path);
    }
  });

  it('is told by a preview: a format that is not taken, and a symbol that nobody names', async () => {
    const { id: strategyId } = await create('strict', { dialects: ['okx'] });
    const message = { side: 'long', amount: '25%' };
    const { body } = await call('POST', '/alerts/preview', { body: { message, strategyId } });
    expect(body).toMatchObject({
      isUnderstood: true,
      refused: { code: 'dialect_not_allowed', reason: expect.stringMatching(/"alertatron-lite".*"strict".*"okx"/) },
      steps: [{ decision: { kind: 'denied', denial: { rule: 'symbol_named' } } }],
    });
    await call('PATCH', `/strategies/${strategyId}`, { body: { defaultSymbol: 'BTCUSDT', dialects: [] } });
    const after = await call('POST', '/alerts/preview', { body: { message, strategyId } });
    expect(after.body.refused).toBeUndefined();
    expect(after.body.steps[0].decidedOn).toMatchObject({ symbol: 'BTCUSDT' });
  });
});
