import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiDocument } from '../../functions/api/openapi.ts';
import { OTHER_DOORS } from '../../functions/api/other-doors.ts';
import { ROUTES } from '../../functions/api/route-table.ts';
import type { HttpEvent, HttpReply } from '../../shared/http/event.ts';
import { decimal, print } from '../../shared/money/decimal.ts';
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
let drain: () => Promise<void>;

beforeAll(async () => {
  database = await testDatabase('api');
  process.env.DATABASE_URL = database.url;
  process.env.DOORBELL_URL = 'http://127.0.0.1:9/none';
  process.env.QUEUE_LINGER_MS = '0';
  process.env.LOG_LEVEL = 'SILENT';
  const made = await makeOwner(ownerDeps(database.pool), { baseUrl: 'http://localhost:8001' });
  if (made === null) throw new Error('The database of this test is not empty');
  owner = made;
  ({ handler: api } = await import('../../functions/api/handler.ts'));
  ({ handler: webhook } = await import('../../functions/webhook/handler.ts'));
  const queue = await import('../../functions/queue/wire.ts');
  const { drainer } = queue.wire();
  drain = () => drainer.drain();
});

afterAll(async () => {
  await database.close();
});

/** Every answer is held against the schema that the document gives for it. */
async function call(method: string, path: string, options: EventOptions = {}) {
  const reply = await api(httpEvent(method, `/api/v1${path}`, { token: owner.apiToken, ...options }));
  checkReply(ROUTES, method, `/api/v1${path}`, reply);
  return { status: reply.statusCode, headers: reply.headers, body: JSON.parse(reply.body) };
}

async function alert(message: Record<string, unknown>): Promise<string> {
  const token = owner.webhookUrl.split('/').at(-1) ?? '';
  const event = httpEvent('POST', `/api/v1/webhook/${token}`, { body: message });
  event.pathParameters = { token };
  const reply = await webhook(event);
  await drain();
  const { id } = JSON.parse(reply.body);
  if (typeof id !== 'string') throw new Error(`The alert was not kept: ${reply.body}`);
  return id;
}

/** A limit order below the market, which the exchange keeps. */
async function restingOrder(name = 'rests'): Promise<{ orderId: string }> {
  const message = {
    symbol: 'XRPUSDT.P',
    action: 'buy',
    orderType: 'limit',
    limitPrice: '0.1',
    quantity: '100',
    price: '0.5',
  };
  const id = await alert({ ...message, id: name });
  const { body } = await call('GET', `/alerts/${id}`);
  expect(body).toMatchObject({ status: 'working', orders: [{ status: 'open', type: 'limit' }] });
  return { orderId: body.orders[0].id };
}

const buy = (price: string, more: Record<string, unknown> = {}) => ({
  symbol: 'BTCUSDT.P',
  action: 'buy',
  quantity: '0.01',
  price,
  ...more,
});

describe('the API, over the real wiring', () => {
  it('tells an alert from its arrival to its fill', async () => {
    const id = await alert(buy('50000'));
    const { status, body } = await call('GET', `/alerts/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      status: 'filled',
      source: 'webhook',
      signals: [{ step: 1, symbol: 'BTCUSDT', market: 'usdm', outcome: { status: 'filled', symbol: 'BTCUSDT' } }],
      orders: [{ side: 'buy', purpose: 'open', status: 'filled', quantity: '0.01', fills: [{ quantity: '0.01' }] }],
    });
    const names = body.timeline.map((entry: { name: string }) => entry.name);
    expect(names.slice(0, 3)).toEqual(['received', 'understood', 'decided']);
    expect(names).toContain('order_filled');
  });

  it('lists alerts and orders by each filter, newest first, page by page', async () => {
    const first = await alert(buy('3000', { symbol: 'ETHUSDT.P', quantity: '0.1' }));
    const second = await alert(buy('3000', { symbol: 'ETHUSDT.P', quantity: '0.2' }));
    const page = await call('GET', '/alerts', { query: { symbol: 'ETHUSDT', limit: '1' } });
    expect(page.body.items.map((one: { id: string }) => one.id)).toEqual([second]);
    const next = await call('GET', '/alerts', {
      query: { symbol: 'ETHUSDT', limit: '1', cursor: page.body.nextCursor },
    });
    expect(next.body).toMatchObject({ items: [{ id: first }], nextCursor: null });
    const filled = await call('GET', '/alerts', { query: { status: 'filled' } });
    expect(filled.body.items.length).toBeGreaterThanOrEqual(3);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect((await call('GET', '/alerts', { query: { from: tomorrow } })).body.items).toEqual([]);
    expect((await call('GET', '/alerts', { query: { to: tomorrow, symbol: 'ETHUSDT' } })).body.items).toHaveLength(2);
    const orders = await call('GET', '/orders', { query: { symbol: 'ETHUSDT', status: 'filled' } });
    expect(orders.body.items.map((one: { alertId: string }) => one.alertId)).toEqual([second, first]);
    const one = await call('GET', `/orders/${orders.body.items[0].id}`);
    expect(one.body.fills).toHaveLength(1);
  });

  it('previews what a message would do, exactly, and stores nothing', async () => {
    const before = await call('GET', '/alerts');
    const message = { symbol: 'BTCUSDT.P', action: 'buy', quantity: '0.0129', price: '50000', secret: 'hush' };
    const { status, body } = await call('POST', '/alerts/preview', { body: { message: JSON.stringify(message) } });
    expect(status).toBe(200);
    expect(body.isUnderstood).toBe(true);
    expect(body.raw, 'a secret is not shown again').not.toContain('hush');
    expect(body.steps[0].decision).toMatchObject({
      kind: 'orders',
      orders: [{ side: 'buy', wantedQuantity: '0.0129' }],
    });
    expect(body.steps[0].decidedOn.rules.stepSize).toBe('0.001');
    expect(body.steps[0].decision.orders[0].quantity).toBe('0.012');
    expect((await call('GET', '/alerts')).body).toEqual(before.body);
  });

  it('previews what a message would do with nothing, a long and a short position, and what would protect it', async () => {
    const message =
      '{"symbol":"LTCUSDT.P","action":"buy","quantity":"1.23456789012345678901","price":"100","sl":"98","tp":"103"}';
    const { body } = await call('POST', '/alerts/preview', { body: { message } });
    expect(body).toMatchObject({ dialect: 'generic', recognisedBy: ['the field "symbol"', 'the field "action"'] });
    expect(body.strategyName).toBe('demo');
    const [{ assumed, decision }] = body.steps;
    expect(assumed).toMatchObject({ quantity: '1', basis: 'strategy_sizing' });
    expect(assumed.cases.map((one: { held: string }) => one.held)).toEqual(['flat', 'long', 'short']);
    const [flat, , short] = assumed.cases;
    expect(flat.decision).toMatchObject({
      orders: [{ wantedQuantity: '1.23456789012345678901', commission: { rate: '0.001', basis: 'account_settings' } }],
      protection: {
        orders: [
          { role: 'stop', side: 'sell', stopPrice: '98' },
          { role: 'take_profit', level: 1, side: 'sell', stopPrice: '103' },
        ],
        unprotected: [],
      },
    });
    expect(short.decision.orders.map((one: { purpose: string }) => one.purpose)).toEqual(['close', 'open']);
    expect(decision, 'nothing is held').toEqual(flat.decision);
  });

  it('previews what an exit would cancel of what rests', async () => {
    await restingOrder('waits');
    const exit = { symbol: 'XRPUSDT.P', action: 'close' };
    const { body } = await call('POST', '/alerts/preview', { body: { message: JSON.stringify(exit) } });
    expect(body.steps[0]).toMatchObject({
      decision: { kind: 'no_op', code: 'entries_canceled' },
      cancels: [{ symbol: 'XRPUSDT', side: 'buy', price: '0.1', status: 'open' }],
    });
    const { body: ended } = await call('GET', `/alerts/${await alert({ ...exit, id: 'ends' })}`);
    expect(ended).toMatchObject({ status: 'no_op', reasonCode: 'entries_canceled' });
  });

  it('previews a message that is given as JSON with the very text of it', async () => {
    const body = '{"message":{"symbol":"LTCUSDT.P","action":"buy","quantity":1.23456789012345678901,"price":100}}';
    const previewed = await call('POST', '/alerts/preview', { body });
    expect(previewed.body.steps[0].decision.orders[0].wantedQuantity).toBe('1.23456789012345678901');
    const twice = '{"message":{"symbol":"LTCUSDT.P","action":"buy","quantity":1,"quantity":2}}';
    const refused = await call('POST', '/alerts/preview', { body: twice });
    expect(refused.body.notUnderstood).toMatchObject({ code: 'duplicate_key' });
  });

  it('previews the rule that would stop a message, and what is not understood', async () => {
    const unknown = { symbol: 'NOSUCHUSDT', action: 'buy', quantity: '1', price: '1' };
    const denied = await call('POST', '/alerts/preview', { body: { message: unknown } });
    expect(denied.body.steps[0].decision).toMatchObject({ kind: 'denied', denial: { rule: 'symbol_known' } });
    const nonsense = await call('POST', '/alerts/preview', { body: { message: 'good morning' } });
    expect(nonsense.body).toMatchObject({ isUnderstood: false, steps: [] });
    const hooked = await call('POST', '/alerts/preview', { body: { message: unknown, strategyId: 'str_none' } });
    expect(hooked.status).toBe(404);
  });

  it('replays an alert as a new one that names its origin, and trades again', async () => {
    const origin = await alert(buy('50000', { symbol: 'SOLUSDT.P', quantity: '1', price: '100' }));
    const replay = await call('POST', `/alerts/${origin}/replay`);
    expect(replay).toMatchObject({ status: 202, body: { originAlertId: origin } });
    await drain();
    const { body } = await call('GET', `/alerts/${replay.body.id}`);
    expect(body).toMatchObject({
      source: 'replay',
      originAlertId: origin,
      status: 'filled',
      orders: [{ side: 'buy' }],
    });
    expect(body.timeline[0]).toMatchObject({ name: 'received', detail: { originAlertId: origin } });
  });

  it('closes one position, then all that are left', async () => {
    const { body: open } = await call('GET', '/positions');
    const sol = open.items.find((one: { symbol: string }) => one.symbol === 'SOLUSDT');
    expect(sol).toMatchObject({ side: 'long', quantity: '2', market: 'usdm' });
    const asked = await call('POST', `/positions/${sol.id}/close`);
    expect(asked.status).toBe(202);
    expect(asked.headers.location).toBe(`/api/v1/alerts/${asked.body.alertId}`);
    await drain();
    const story = await call('GET', `/alerts/${asked.body.alertId}`);
    expect(story.body).toMatchObject({
      source: 'command',
      status: 'filled',
      orders: [{ purpose: 'close', side: 'sell', quantity: '2', reduceOnly: true }],
    });
    expect(await call('POST', `/positions/${sol.id}/close`)).toMatchObject({
      status: 409,
      body: { code: 'position_closed' },
    });
    const all = await call('POST', '/positions/close-all');
    expect(all.body.alertIds).toHaveLength(2);
    await drain();
    expect((await call('GET', '/positions')).body.items).toEqual([]);
    expect((await call('GET', '/positions', { query: { status: 'closed' } })).body.items).toHaveLength(3);
    const replay = await call('POST', `/alerts/${asked.body.alertId}/replay`);
    expect(replay, 'a command is asked again, not replayed').toMatchObject({
      status: 409,
      body: { code: 'not_replayable' },
    });
  });

  it('cancels an order that rests, and refuses one that is closed', async () => {
    const { orderId } = await restingOrder();
    const asked = await call('POST', `/orders/${orderId}/cancel`);
    expect(asked.status).toBe(202);
    await drain();
    expect((await call('GET', `/orders/${orderId}`)).body).toMatchObject({ status: 'canceled', type: 'limit' });
    expect((await call('GET', `/alerts/${asked.body.alertId}`)).body.status).toBe('done');
    const again = await call('POST', `/orders/${orderId}/cancel`);
    expect(again).toMatchObject({ status: 409, body: { code: 'order_closed' } });
    expect((await call('POST', '/orders/ord_none/cancel')).status).toBe(404);
  });

  it('fills with the commission and slippage that the paper account is set to', async () => {
    const { body: before } = await call('GET', '/accounts');
    const [{ id, paper }] = before.items;
    expect(paper).toEqual({ commissionRate: '0.001', slippageRate: '0', leverage: '1' });
    const set = await call('PATCH', `/accounts/${id}`, {
      body: { paper: { commissionRate: '0.0004', slippageRate: '0.01' } },
    });
    expect(set).toMatchObject({
      status: 200,
      body: { paper: { commissionRate: '0.0004', slippageRate: '0.01', leverage: '1' } },
    });
    const filled = await alert({ id: 'slips', symbol: 'ADAUSDT.P', action: 'buy', quantity: '100', price: '1' });
    const { body } = await call('GET', `/alerts/${filled}`);
    expect(body.orders[0].fills).toMatchObject([{ price: '1.01', commission: '0.0404' }]);
    const { body: audit } = await call('GET', '/audit');
    expect(audit.items[0]).toMatchObject({ action: 'account.updated', subject: id, detail: { slippageRate: '0.01' } });
    await alert({ id: 'slips back', symbol: 'ADAUSDT.P', action: 'close', price: '1' });
    await call('PATCH', `/accounts/${id}`, { body: { paper: { commissionRate: '0.001', slippageRate: '0' } } });
  });

  it.each([
    { case: 'a rate above 1', paper: { slippageRate: '1.5' }, path: 'paper.slippageRate' },
    { case: 'a number without quotes', paper: { commissionRate: 0.001 }, path: 'paper.commissionRate' },
    { case: 'a leverage of 0', paper: { leverage: '0' }, path: 'paper.leverage' },
  ])('refuses $case by name', async ({ paper, path }) => {
    const { body: accounts } = await call('GET', '/accounts');
    const { status, body } = await call('PATCH', `/accounts/${accounts.items[0].id}`, { body: { paper } });
    expect(status).toBe(400);
    expect(JSON.stringify(body.errors)).toContain(path);
  });

  it.each([
    { case: 'a countdown on paper', body: { cancelOrdersAfterSeconds: 60 }, status: 409, told: 'no_countdown' },
    { case: 'a countdown that is too short', body: { cancelOrdersAfterSeconds: 29 }, status: 400, told: '30' },
    { case: 'nothing', body: {}, status: 400, told: 'takes' },
    {
      ...{ case: 'both at once', body: { cancelOrdersAfterSeconds: 60, paper: { leverage: '2' } }, status: 400 },
      told: 'takes',
    },
  ])('refuses $case for an account', async ({ body, status, told }) => {
    const { body: accounts } = await call('GET', '/accounts');
    const refused = await call('PATCH', `/accounts/${accounts.items[0].id}`, { body });
    expect(refused.status).toBe(status);
    expect(JSON.stringify(refused.body)).toContain(told);
  });

  it('values the accounts and draws the curve', async () => {
    const id = await alert(buy('50000', { id: 'for the valuation' }));
    expect((await call('GET', `/alerts/${id}`)).body, 'the alert that opens the position').toMatchObject({
      status: 'filled',
    });
    const { body } = await call('GET', '/portfolio');
    expect(body.asset).toBe('USDT');
    expect(body.accounts).toHaveLength(1);
    expect(body.accounts[0]).toMatchObject({ name: 'paper', openPositions: 1 });
    expect(body.total.exposure).toBe('500');
    expect(Number(body.total.commission)).toBeGreaterThan(0);
    const { equity, realizedPnl, unrealizedPnl, commission } = body.total;
    const due = decimal('20000').plus(realizedPnl).plus(unrealizedPnl).minus(commission);
    expect(equity, 'the books of the exchange and our own agree').toBe(print(due));
    expect((await call('GET', '/portfolio/equity')).body).toEqual({ items: [] });
    const upsideDown = { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' };
    expect(await call('GET', '/portfolio/equity', { query: upsideDown })).toMatchObject({ status: 400 });
  });

  it('shows candles, page by page, of whoever asks', async () => {
    await database.pool.query(
      `insert into candles select 'binance', 'usdm', 'BTCUSDT', '1h', '2026-03-01'::timestamptz + make_interval(hours => n),
         50000, 50100.5, 49900, 50050, 12.5, 625000, 900 from generate_series(0, 47) as n`,
    );
    const hourly = { symbol: 'BTCUSDT', market: 'usdm', interval: '1h', limit: '30' };
    const first = await call('GET', '/candles', { query: hourly });
    expect(first.body.items).toHaveLength(30);
    expect(first.body.items[0]).toEqual({
      ...{ openAt: '2026-03-02T23:00:00.000Z', open: '50000', high: '50100.5', low: '49900', close: '50050' },
      ...{ volume: '12.5', quoteVolume: '625000', trades: 900 },
    });
    expect(first.body.nextCursor).toBe('2026-03-01T18:00:00.000Z');
    const second = await call('GET', '/candles', { query: { ...hourly, before: first.body.nextCursor } });
    expect(second.body.items).toHaveLength(18);
    expect(second.body.nextCursor).toBeNull();
    const daily = await call('GET', '/candles', { query: { ...hourly, interval: '1d' } });
    expect(daily.body.items.map(({ volume }: { volume: string }) => volume)).toEqual(['300', '300']);
    expect((await call('GET', '/candles', { query: { ...hourly, symbol: 'ETHUSDT' } })).body.items).toEqual([]);
    expect(await call('GET', '/candles', { query: { ...hourly, interval: '2h' } })).toMatchObject({ status: 400 });
    expect(await call('GET', '/candles', { query: hourly, token: 'tbt_nobody' })).toMatchObject({ status: 401 });
  });

  it('keeps strategies: create, read, change, disable, rotate', async () => {
    const settings = {
      name: 'momentum',
      sizing: { type: 'quote', value: '250.50' },
      limits: { maxOrderNotional: '1000' },
    };
    const made = await call('POST', '/strategies', { body: settings });
    expect(made).toMatchObject({ status: 201, body: { name: 'momentum', mode: 'paper', sizing: { value: '250.5' } } });
    expect(made.body.webhookUrl).toMatch(/^http:\/\/localhost:8001\/api\/v1\/webhook\/hk_[\w-]{43}$/);
    const { id } = made.body;
    expect((await call('GET', `/strategies/${id}`)).body.webhookUrl, 'the URL is shown once').toBeUndefined();
    expect(await call('POST', '/strategies', { body: { ...settings, name: 'MOMENTUM' } })).toMatchObject({
      status: 409,
      body: { code: 'name_taken' },
    });
    const live = await call('PATCH', `/strategies/${id}`, { body: { mode: 'live' } });
    expect(live, 'live needs an account with a key').toMatchObject({
      status: 400,
      body: { code: 'account_not_named' },
    });
    const patch = { limits: { allowedSymbols: ['BTCUSDT'], maxOrderNotional: null }, symbolMap: { BTCUSD: 'BTCUSDT' } };
    expect((await call('PATCH', `/strategies/${id}`, { body: patch })).body).toMatchObject({
      limits: { allowedSymbols: ['BTCUSDT'] },
      symbolMap: { BTCUSD: 'BTCUSDT' },
    });
    expect((await call('GET', `/strategies/${id}`)).body.limits.maxOrderNotional).toBeUndefined();
    expect((await call('POST', `/strategies/${id}/disable`)).body.status).toBe('disabled');
    expect((await call('POST', `/strategies/${id}/enable`)).body.status).toBe('enabled');
    const rotated = await call('POST', `/strategies/${id}/rotate-token`);
    expect(rotated.body.webhookUrl).not.toBe(made.body.webhookUrl);
    expect(rotated.body.previousHookTokenExpiresAt).toBeDefined();
    const atOnce = await call('POST', `/strategies/${id}/rotate-token`, { body: { overlapSeconds: 0 } });
    expect(atOnce.body.previousHookTokenExpiresAt).toBeUndefined();
    expect((await call('GET', '/strategies')).body.items.map((one: { name: string }) => one.name)).toEqual([
      'momentum',
      'demo',
    ]);
    const { body: audit } = await call('GET', '/audit', { query: { limit: '9' } });
    expect(audit.items.map((one: { action: string }) => one.action)).toEqual([
      'strategy.token_rotated',
      'strategy.token_rotated',
      'strategy.enabled',
      'strategy.disabled',
      'strategy.updated',
      'strategy.created',
      'account.updated',
      'account.updated',
      'owner.created',
    ]);
  });

  it('halts and resumes trading; exits stay open', async () => {
    expect((await call('GET', '/trading-state')).body).toEqual({ state: 'active' });
    expect(await call('PUT', '/trading-state', { body: { state: 'halted' } })).toMatchObject({
      status: 400,
      body: { code: 'reason_required' },
    });
    const halted = await call('PUT', '/trading-state', { body: { state: 'halted', reason: 'a test' } });
    expect(halted.body).toMatchObject({ state: 'halted', reason: 'a test' });
    const denied = await call(
      'GET',
      `/alerts/${await alert(buy('50000', { symbol: 'ADAUSDT.P', quantity: '100', price: '1' }))}`,
    );
    expect(denied.body).toMatchObject({ status: 'denied', reasonCode: 'trading_state', orders: [] });
    const { body: open } = await call('GET', '/positions');
    const closed = await call('POST', `/positions/${open.items[0].id}/close`);
    await drain();
    expect((await call('GET', `/alerts/${closed.body.alertId}`)).body.status).toBe('filled');
    expect((await call('PUT', '/trading-state', { body: { state: 'active' } })).body.state).toBe('active');
  });

  it('tells of an account that a broken limit has stopped, until it is read', async () => {
    const limits = { maxDailyLoss: '1', onLossLimit: 'halted' };
    expect(await call('PUT', '/risk-limits', { body: { scope: 'user', limits } })).toMatchObject({ status: 200 });
    await alert(buy('50000', { id: 'loses', symbol: 'ADAUSDT.P', quantity: '100', price: '1' }));
    await alert({ id: 'has lost', symbol: 'ADAUSDT.P', action: 'close', price: '0.5' });
    await alert(buy('50000', { id: 'is stopped', symbol: 'ADAUSDT.P', quantity: '100', price: '0.5' }));
    const unread = await call('GET', '/notifications', { query: { read: 'false' } });
    expect(unread.body.items).toMatchObject([
      { kind: 'trading_stopped', severity: 'alarm', title: expect.stringContaining('is halted until'), readAt: null },
    ]);
    const [{ id, createdAt }] = unread.body.items;
    const read = await call('POST', `/notifications/${id}/read`);
    expect(read.body.readAt >= createdAt).toBe(true);
    expect((await call('GET', '/notifications', { query: { read: 'false' } })).body.items).toEqual([]);
    expect((await call('POST', '/notifications/read-all')).body).toEqual({ marked: 0 });
    expect(await call('POST', '/notifications/ntf_0/read')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    await call('PUT', '/risk-limits', { body: { scope: 'user', limits: {} } });
    expect((await call('PUT', '/trading-state', { body: { state: 'active' } })).body.state).toBe('active');
  });

  it('sets limits at each scope, shows them, and previews the one that would deny with its figures', async () => {
    const before = (await call('GET', '/risk-limits')).body.items;
    const limits = { maxExposure: '400', tradingHours: [{ from: '00:00', to: '00:00' }] };
    const set = await call('PUT', '/risk-limits', { body: { scope: 'user', limits } });
    expect(set).toMatchObject({ status: 200, body: { scope: 'user', limits } });
    const { body: strategies } = await call('GET', '/strategies', { query: { limit: '200' } });
    const demo = strategies.items.find((one: { name: string }) => one.name === 'demo');
    const own = { scope: 'strategy', subject: demo.id, limits: { maxLeverage: '5' } };
    expect(await call('PUT', '/risk-limits', { body: own })).toMatchObject({ status: 200, body: own });
    expect((await call('GET', `/strategies/${demo.id}`)).body.limits).toEqual({ maxLeverage: '5' });
    expect((await call('GET', '/risk-limits')).body.items).toMatchObject([{ scope: 'user', limits }, ...before, own]);
    const message = buy('50000', { symbol: 'ADAUSDT.P', quantity: '500', price: '1' });
    const { body: preview } = await call('POST', '/alerts/preview', { body: { message, strategyId: demo.id } });
    const { denial } = preview.steps[0].decision;
    expect(denial).toMatchObject({ rule: 'max_exposure', scope: 'user', limit: '400' });
    const { body: denied } = await call('GET', `/alerts/${await alert(message)}`);
    expect(denied, 'the alert ends as its preview said').toMatchObject({ status: 'denied', reason: denial.reason });
    expect(
      await call('PUT', '/risk-limits', { body: { scope: 'account', subject: 'acc_none', limits } }),
    ).toMatchObject({
      status: 404,
    });
    expect(await call('PUT', '/risk-limits', { body: { scope: 'user', limits: { maxExposure: 400 } } })).toMatchObject({
      status: 400,
    });
    for (const scope of [{ scope: 'user' }, { scope: 'strategy', subject: demo.id }])
      await call('PUT', '/risk-limits', { body: { ...scope, limits: {} } });
    expect((await call('GET', '/risk-limits')).body.items).toEqual(before);
    const { body: audit } = await call('GET', '/audit', { query: { limit: '4' } });
    expect(audit.items.map((one: { action: string }) => one.action)).toEqual(Array(4).fill('risk_limits.set'));
  });

  it('flattens everything with one call, and tells what became of it', async () => {
    await alert(buy('50000', { id: 'to flatten' }));
    expect(await call('POST', '/trading-state/flatten', { body: {} })).toMatchObject({ status: 400 });
    const asked = await call('POST', '/trading-state/flatten', { body: { reason: 'a test' } });
    expect(asked).toMatchObject({ status: 202, body: { reason: 'a test' } });
    await drain();
    const { body: report } = await call('GET', asked.headers.location?.replace('/api/v1', '') ?? '');
    expect(report).toMatchObject({ id: asked.body.id, isDone: true });
    expect(report.lanes.length).toBeGreaterThan(0);
    expect(new Set(report.lanes.map((one: { outcome: string }) => one.outcome))).toEqual(new Set(['flat']));
    expect((await call('GET', '/positions')).body.items).toEqual([]);
    expect((await call('GET', '/trading-state')).body).toMatchObject({ state: 'halted', reason: 'a test' });
    expect((await call('GET', '/trading-state/flattens/fla_none')).status).toBe(404);
    const { body: accounts } = await call('GET', '/accounts');
    const one = { state: 'reducing', accountId: accounts.items[0].id, reason: 'one account' };
    await call('PUT', '/trading-state', { body: { state: 'active' } });
    expect((await call('PUT', '/trading-state', { body: one })).body.state).toBe('reducing');
    expect((await call('GET', '/trading-state')).body).toMatchObject({
      state: 'active',
      accounts: [{ accountId: one.accountId, state: 'reducing', reason: 'one account' }],
    });
    expect((await call('PUT', '/trading-state', { body: { ...one, state: 'active' } })).body.state).toBe('active');
  });

  it('makes, lists and revokes API tokens', async () => {
    const made = await call('POST', '/api-tokens', { body: { name: 'laptop' } });
    expect(made).toMatchObject({ status: 201, body: { name: 'laptop' } });
    const { token, id } = made.body;
    expect((await call('GET', '/me', { token })).body).toMatchObject({ email: 'owner@localhost', role: 'owner' });
    expect((await call('DELETE', `/api-tokens/${id}`)).body.revokedAt).toBeDefined();
    expect(await call('GET', '/me', { token })).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    const { body } = await call('GET', '/api-tokens');
    expect(body.items.map((one: { name: string }) => one.name)).toEqual(['laptop', 'first start']);
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it('shows nothing of one user to another', async () => {
    const { rows } = await database.pool.query<{ id: string }>('select id from alerts limit 1');
    const stranger = 'usr_stranger';
    await database.pool.query(
      `insert into users (id, email, password_hash, role, created_at) values ($1, 'x@localhost', '', 'member', now())`,
      [stranger],
    );
    const { digestToken } = await import('../../shared/ids/secret-token.ts');
    await database.pool.query(
      `insert into api_tokens (id, user_id, name, digest, hint, created_at) values ('tok_stranger', $1, 'x', $2, 'xxxx', now())`,
      [stranger, digestToken('tbt_stranger')],
    );
    const token = 'tbt_stranger';
    expect((await call('GET', `/alerts/${rows[0]?.id}`, { token })).status).toBe(404);
    expect((await call('POST', `/alerts/${rows[0]?.id}/replay`, { token })).status).toBe(404);
    for (const path of ['/alerts', '/orders', '/positions', '/strategies', '/accounts', '/exchange-keys', '/audit'])
      expect(
        (await call('GET', path, { token, query: path === '/positions' ? { status: 'all' } : {} })).body.items,
        path,
      ).toEqual([]);
    expect((await call('GET', '/portfolio', { token })).body).toMatchObject({ accounts: [], total: { equity: '0' } });
    expect((await call('POST', '/positions/close-all', { token })).body).toEqual({ alertIds: [], skipped: [] });
  });

  it('serves the document and its page from its own files alone', async () => {
    const document = await api(httpEvent('GET', '/openapi.json'));
    expect(JSON.parse(document.body)).toEqual(JSON.parse(JSON.stringify(apiDocument([...ROUTES, ...OTHER_DOORS]))));
    const etag = document.headers.etag ?? '';
    expect((await api(httpEvent('GET', '/openapi.json', { headers: { 'if-none-match': etag } }))).statusCode).toBe(304);
    const page = await api(httpEvent('GET', '/docs'));
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.body).not.toMatch(/https?:\/\//);
    expect(page.body).not.toMatch(/<script>|style=|onload=/);
    expect((await api(httpEvent('GET', '/docs/docs.js'))).headers['content-type']).toContain('javascript');
    expect((await api(httpEvent('GET', '/docs/..%2fwire.js'))).statusCode).toBe(404);
    expect((await api(httpEvent('GET', '/'))).headers.location).toBe('/docs');
  });
});
