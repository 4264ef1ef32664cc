import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FirstRunFile } from '../../scripts/local/first-run.ts';
import { callSigned } from '../support/binance/call-binance.ts';
import { type FakeBinance, startFakeBinance } from '../support/binance/fake-binance.ts';
import { freePort } from '../support/free-port.ts';
import { runStart, type StartRun } from '../support/run-start.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

type Json = Record<string, unknown>;

const KEY = { apiKey: `${'e'.repeat(60)}Ende`, secret: 'EndToEndSecret'.repeat(4) };
let fake: FakeBinance;
let run: StartRun;
let service: FirstRunFile;
let hook = '';
let home = '';
let port = 0;
let accountId = '';

beforeAll(async () => {
  fake = await startFakeBinance({ network: 'testnet' });
  fake.addAccount({ ...KEY, spot: { USDT: '10000' }, usdm: { USDT: '10000' } });
  fake.setPrice('BTCUSDT', '50000');
  home = temporaryFolder('binance');
  port = await freePort();
  await start();
  const key = await api('POST', '/exchange-keys', { exchange: 'binance', mode: 'testnet', label: 'testnet', ...KEY });
  accountId = String(key.accountId);
  const made = await api('POST', '/strategies', {
    ...{ name: 'on testnet', mode: 'testnet', accountId, defaultMarket: 'usdm', sideRule: 'both' },
    ...{ sizing: { type: 'quote', value: '100' }, sizeFromAlert: true },
  });
  hook = String(made.webhookUrl);
});

afterAll(async () => {
  run.signal('SIGTERM');
  await run.exited;
  const defects = fake.ledger.defects();
  await fake.close();
  removeTemporaryFolders();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

async function start(): Promise<void> {
  run = runStart(home, port, { BINANCE_SPOT_URL: fake.urls.spot, BINANCE_USDM_URL: fake.urls.usdm });
  service = await run.ready();
}

async function api(method: string, path: string, body?: Json): Promise<Json> {
  const response = await fetch(`${service.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${service.apiToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Json;
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}

async function alert(message: Json): Promise<Json> {
  const response = await fetch(hook, { method: 'POST', body: JSON.stringify(message) });
  const { id } = (await response.json()) as { id: string };
  for (let turn = 0; turn < 200; turn += 1) {
    const shown = await api('GET', `/alerts/${id}`);
    if (!['accepted', 'working'].includes(String(shown.status))) return shown;
    await wait(50);
  }
  throw new Error(`alert ${id} does not end`);
}

async function untilWaiting(count: number): Promise<string[]> {
  for (let turn = 0; turn < 200 && (await waiting()).length !== count; turn += 1) await wait(50);
  return waiting();
}

const compared = (method: string) => api(method, `/accounts/${accountId}/reconciliation`);

/** What waits on the exchange, as we show it. */
const waiting = async () =>
  ((await api('GET', '/orders?status=open')).items as Json[]).map(({ type, purpose }) => `${purpose} ${type}`).sort();

it('an alert becomes an order on the exchange, under our id, with its stop and its target behind it', async () => {
  const ended = await alert({
    id: 'b1',
    symbol: 'BTCUSDT',
    action: 'buy',
    quantity: '0.01',
    price: 50000,
    sl: '2%',
    tp: '4%',
  });
  expect(ended, JSON.stringify(ended.timeline)).toMatchObject({ status: 'filled' });
  const [order] = ended.orders as Json[];
  expect(order).toMatchObject({ status: 'filled', quantity: '0.01', averagePrice: '50000' });
  expect(fake.ledger.ordersByClientId(String(order?.clientOrderId))).toHaveLength(1);
  expect(await untilWaiting(2)).toEqual(['protect stop_market', 'protect take_profit_market']);
  expect(fake.ledger.executions()).toHaveLength(1);
});

it('a repeat of the alert does nothing, and an exit closes the position and takes the rest along', async () => {
  const again = await fetch(hook, {
    method: 'POST',
    body: JSON.stringify({
      id: 'b1',
      symbol: 'BTCUSDT',
      action: 'buy',
      quantity: '0.01',
      price: 50000,
      sl: '2%',
      tp: '4%',
    }),
  });
  expect(again.status).toBe(200);
  const closed = await alert({ id: 'b2', symbol: 'BTCUSDT', action: 'close', price: 50000 });
  expect(closed, JSON.stringify(closed.timeline)).toMatchObject({ status: 'filled' });
  expect(await untilWaiting(0)).toEqual([]);
  expect(fake.ledger.executions()).toHaveLength(2);
});

it('what happened while it was down is in its books within seconds of the next start', async () => {
  const entry = { id: 'b3', symbol: 'BTCUSDT', action: 'buy', quantity: '0.01', price: 50000, sl: '2%', tp: '4%' };
  expect(await alert(entry)).toMatchObject({ status: 'filled' });
  await untilWaiting(2);
  expect(await compared('POST')).toMatchObject({ status: 'agrees', failing: null, findings: [] });
  run.signal('SIGTERM');
  await run.exited;
  fake.setPrice('BTCUSDT', '48900');
  const startedAt = new Date().toISOString();
  await start();
  expect(await untilWaiting(0)).toEqual([]);
  expect((await api('GET', '/positions?status=open')).items).toEqual([]);
  const [closed] = (await api('GET', '/positions?status=closed')).items as Json[];
  await expect(api('POST', `/positions/${closed?.id}/write-off`)).rejects.toThrow('already_closed');
  const { comparedAt } = await compared('GET');
  expect(String(comparedAt) > startedAt, 'at the start, and not at the next minute').toBe(true);
  expect(await compared('POST')).toMatchObject({ status: 'agrees', findings: [] });
  fake.setPrice('BTCUSDT', '50000');
});

it('an order that was made by hand is shown with the account and left alone', async () => {
  const caller = { ...KEY, baseUrl: fake.urls.usdm };
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '40000' };
  await callSigned(caller, 'POST', '/fapi/v1/order', { ...order, newClientOrderId: 'web_1' });
  expect(await compared('POST')).toMatchObject({
    status: 'agrees',
    findings: [{ kind: 'foreign_order', clientOrderId: 'web_1', text: expect.stringContaining('was not placed here') }],
  });
  const { items } = await api('GET', '/accounts');
  const shown = (items as Json[]).find(({ id }) => id === accountId);
  expect(shown).toMatchObject({ reconciliation: { status: 'agrees', findings: 1 } });
  await callSigned(caller, 'DELETE', '/fapi/v1/order', { symbol: 'BTCUSDT', origClientOrderId: 'web_1' });
});

it('an exchange that refuses to answer is stated with the reason', async () => {
  fake.faults.next({ path: '/fapi/v3/positionRisk' }, { kind: 'reset', executed: false }, 9);
  expect(await compared('POST')).toMatchObject({ status: 'unreachable', failing: { reason: expect.any(String) } });
});

it('nothing that is shown or logged holds the secret', async () => {
  const shown = JSON.stringify([
    await api('GET', '/exchange-keys'),
    await api('GET', '/accounts'),
    await api('GET', '/audit'),
  ]);
  for (const text of [shown, run.stdout(), run.stderr()]) expect(text).not.toContain(KEY.secret);
});
