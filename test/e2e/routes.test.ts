import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FirstRunFile } from '../../scripts/local/first-run.ts';
import { freePort } from '../support/free-port.ts';
import { runStart, type StartRun } from '../support/run-start.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const OWNER_SECRET = 'the-secret-of-the-owner-in-tests';
const LICENSE = '60123456789';

let run: StartRun;
let service: FirstRunFile;
let main: { id: string; webhookUrl: string };
let second: { id: string; webhookUrl: string };

beforeAll(async () => {
  run = runStart(temporaryFolder('routes'), await freePort(), { WEBHOOK_SECRET: OWNER_SECRET });
  service = await run.ready();
  const sizing = { type: 'base', value: '0.01' };
  main = await api('POST', '/strategies', { name: 'main', defaultMarket: 'usdm', sizing, sizeFromAlert: false });
  const more = { symbolMap: { BTCUSDT: 'ETHUSDT' }, sizing: { type: 'base', value: '0.1' }, sizeFromAlert: false };
  second = await api('POST', '/strategies', { name: 'second', defaultMarket: 'usdm', ...more });
}, 120_000);

afterAll(async () => {
  run.signal('SIGTERM');
  await run.exited;
  removeTemporaryFolders();
});

// biome-ignore lint/suspicious/noExplicitAny: answers of the API, held against what they should be below
async function api(method: string, path: string, body?: unknown): Promise<any> {
  const response = await fetch(`${service.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${service.apiToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

// biome-ignore lint/suspicious/noExplicitAny: answers of the webhook, held against what they should be below
async function post(url: string, body: string | object): Promise<any> {
  const response = await fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  return response.json();
}

async function ended(id: string) {
  for (let turn = 0; turn < 200; turn += 1) {
    const alert = await api('GET', `/alerts/${id}`);
    if (!['accepted', 'working'].includes(alert.status)) return alert;
    await wait(25);
  }
  throw new Error(`Alert ${id} does not end`);
}

let moment = 0;
/** Of a Signal Bot of 3Commas, each of another moment. */
function signal(bot_uuid: string, action = 'enter_long') {
  moment += 1;
  const timestamp = new Date(Date.now() + moment).toISOString();
  const order = { amount: 1, currency_type: 'base', order_type: 'market' };
  return {
    secret: 'theirs',
    bot_uuid,
    action,
    tv_instrument: 'BTCUSDT',
    trigger_price: '50000',
    order,
    max_lag: 300,
    timestamp,
  };
}
const filled = async (id: string) =>
  (await ended(id)).orders.map((one: { symbol: string; quantity: string }) => `${one.symbol} ${one.quantity}`);

it('one hook serves several strategies: bind, deliver to each, refuse what is unbound, offer it, bind it, deliver again', async () => {
  const unbound = await post(main.webhookUrl, signal('bot-1'));
  expect(unbound, 'pasted unedited at a hook of its own').toMatchObject({ status: 'accepted' });
  expect(await filled(unbound.id)).toEqual(['BTCUSDT 0.01']);

  for (const strategyId of [main.id, second.id])
    await api('POST', '/routes', { key: 'bot-1', hookStrategyId: main.id, strategyId });
  const message = signal('bot-1');
  const both = await post(main.webhookUrl, message);
  expect(both).toMatchObject({
    status: 'accepted',
    signals: [{ step: 1 }],
    alerts: [{ id: both.id }, { id: `${both.id}02` }],
  });
  expect(await filled(both.id)).toEqual(['BTCUSDT 0.01']);
  expect(await filled(`${both.id}02`), 'by its own symbol map and size').toEqual(['ETHUSDT 0.1']);
  expect(await post(main.webhookUrl, message)).toEqual({ id: both.id, status: 'duplicate' });
  const story = await api('GET', `/alerts/${both.id}`);
  expect(story.fanOut).toEqual([{ id: `${both.id}02`, strategyId: second.id, status: 'filled' }]);

  const refused = await post(main.webhookUrl, signal('bot-2'));
  expect(refused).toMatchObject({ status: 'not_understood', code: 'route_unknown' });
  const { items } = await api('GET', '/routes/unbound');
  expect(items).toMatchObject([{ key: 'bot-2', hookStrategyId: main.id, count: 1, lastAlertId: refused.id }]);
  await api('POST', '/routes', { key: items[0].key, hookStrategyId: items[0].hookStrategyId, strategyId: second.id });
  const again = await post(main.webhookUrl, signal('bot-2', 'exit_long'));
  expect(again).toMatchObject({ status: 'accepted' });
  expect(await ended(again.id)).toMatchObject({ strategyId: second.id, status: 'filled' });
  const replayed = await api('POST', `/alerts/${refused.id}/replay`);
  expect(await ended(replayed.id)).toMatchObject({ strategyId: second.id, source: 'replay', status: 'filled' });
});

it('a strategy takes the format of its first good alert, and another once it is allowed', async () => {
  expect((await api('GET', `/strategies/${second.id}`)).dialects).toEqual(['3commas-signal']);
  const close = { symbol: 'BTCUSDT', action: 'close', price: '3000' };
  const refused = await post(second.webhookUrl, { ...close, id: 'one' });
  expect(refused).toMatchObject({ status: 'not_understood', code: 'dialect_not_allowed' });
  expect(refused.reason).toMatch(/"generic".*"second".*"3commas-signal"/);
  const replayed = await api('POST', `/alerts/${refused.id}/replay`);
  expect((await ended(replayed.id)).status, 'a person may run it all the same').toBe('filled');
  await api('PATCH', `/strategies/${second.id}`, { dialects: ['3commas-signal', 'generic'] });
  const allowed = await post(second.webhookUrl, { ...close, id: 'two' });
  expect(allowed).toMatchObject({ status: 'accepted' });
  expect((await ended(allowed.id)).status).toBe('no_op');
});

it('units that a message leaves to its vendor are those of the strategy that its licence is bound to', async () => {
  const pine = await api('POST', '/strategies', {
    name: 'pine',
    defaultMarket: 'usdm',
    sizing: { type: 'quote', value: '10' },
  });
  await api('POST', '/routes', { secret: LICENSE, strategyId: pine.id });
  const url = `${service.baseUrl}/api/v1/webhook`;
  const message = (risk: string) => `${LICENSE},buy,BTCUSDT,risk=${risk},secret=${OWNER_SECRET}`;
  const refused = await post(url, message('0.01'));
  expect(refused).toMatchObject({ status: 'not_understood', code: 'unit_not_chosen' });
  expect(refused.reason).toContain(
    'readSettings.pineConnector.volumeUnit (lots, loss_amount, loss_percent, margin_percent)',
  );
  expect(await api('GET', `/alerts/${refused.id}`), 'it is known whose it is').toMatchObject({ strategyId: pine.id });
  await api('PATCH', `/strategies/${pine.id}`, { readSettings: { pineConnector: { volumeUnit: 'lots' } } });
  const accepted = await post(url, message('0.02'));
  expect(accepted).toMatchObject({ status: 'accepted', signals: [{ size: { type: 'contracts', value: '0.02' } }] });
  expect(await filled(accepted.id)).toEqual(['BTCUSDT 0.02']);
  await api('PATCH', `/strategies/${pine.id}`, { readSettings: { pineConnector: { volumeUnit: 'loss_percent' } } });
  expect(await post(url, message('0.03')), 'no message goes by what was chosen before').toMatchObject({
    code: 'stop_loss_missing',
  });
});

it('a message without a symbol trades that of the strategy, and says what is missing until it has one', async () => {
  const lite = await api('POST', '/strategies', {
    name: 'lite',
    defaultMarket: 'usdm',
    sizing: { type: 'base', value: '0.01' },
  });
  const denied = await ended((await post(lite.webhookUrl, { side: 'long', amount: '0.03' })).id);
  expect(denied).toMatchObject({
    status: 'denied',
    reasonCode: 'symbol_named',
    reason: expect.stringContaining('"defaultSymbol"'),
  });
  await api('PATCH', `/strategies/${lite.id}`, { defaultSymbol: 'BTCUSDT' });
  const { id } = await post(lite.webhookUrl, { side: 'long', amount: '0.04' });
  expect(await filled(id)).toEqual(['BTCUSDT 0.04']);
});
