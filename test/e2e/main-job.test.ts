import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FirstRunFile } from '../../scripts/local/first-run.ts';
import { freePort } from '../support/free-port.ts';
import { runStart, type StartRun } from '../support/run-start.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

type Json = Record<string, unknown>;
type Alert = Json & {
  status: string;
  reason?: string;
  raw: string;
  repairs: string[];
  orders: (Json & { purpose: string; side: string; quantity: string; status: string; market: string })[];
  timeline: { name: string; at: string; detail: Json }[];
};

const EVENTS = join(import.meta.dirname, '../../events/webhook');
const OWNER_SECRET = 'the-secret-of-the-owner-in-tests';

let run: StartRun;
let service: FirstRunFile;

beforeAll(async () => {
  run = runStart(temporaryFolder('main-job'), await freePort(), { WEBHOOK_SECRET: OWNER_SECRET });
  service = await run.ready();
}, 120_000);

afterAll(async () => {
  run.signal('SIGTERM');
  await run.exited;
  removeTemporaryFolders();
});

const sample = (file: string): string =>
  readFileSync(join(EVENTS, file), 'utf8').replaceAll('@now', new Date().toISOString());

async function post(
  url: string,
  body: string | Uint8Array,
  contentType = 'text/plain',
): Promise<{ status: number; body: Json }> {
  const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': contentType } });
  return { status: response.status, body: (await response.json()) as Json };
}

async function api(path: string, method = 'GET', body?: unknown): Promise<Json> {
  const response = await fetch(`${service.baseUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${service.apiToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Json;
}

/** The alert once it has ended, or rests on the exchange. */
async function ended(id: unknown): Promise<Alert> {
  for (let turn = 0; turn < 200; turn += 1) {
    const alert = (await api(`/alerts/${id}`)) as Alert;
    const rests = alert.status === 'working' && alert.timeline.some(({ name }) => name === 'order_open');
    if (rests || !['accepted', 'working'].includes(alert.status)) return alert;
    await wait(25);
  }
  throw new Error(`Alert ${id} does not end`);
}

async function send(body: string): Promise<Alert> {
  const { status, body: kept } = await post(service.webhookUrl, body);
  expect(status).toBe(202);
  return ended(kept.id);
}

/** What the alert asked for; what protects its position comes a moment later. */
const ordersOf = ({ orders }: Alert): string[] =>
  orders
    .filter(({ purpose }) => purpose !== 'protect')
    .map(({ purpose, side, quantity, status }) => `${purpose} ${side} ${quantity} ${status}`);

describe('the main job, over HTTP', () => {
  it('fills a paper order for the printed curl, and takes the same curl again as a duplicate', async () => {
    const printed = /curl -s -X POST '(\S+)' -d '(\{.*?\})'/.exec(run.stdout());
    const [, url = '', body = ''] = printed ?? [];
    expect(url).toBe(service.webhookUrl);
    const first = await post(url, body, 'application/x-www-form-urlencoded');
    expect(first).toMatchObject({
      status: 202,
      body: { status: 'accepted', signals: [{ intent: 'buy', symbol: 'BTCUSDT' }] },
    });
    const alert = await ended(first.body.id);
    expect(alert.status).toBe('filled');
    expect(ordersOf(alert)).toEqual(['open buy 0.01 filled']);
    expect(alert.timeline.map(({ name }) => name)).toEqual([
      'received',
      'understood',
      'decided',
      'order_submitting',
      'order_filled',
      'ended',
    ]);
    expect(await post(url, body)).toEqual({ status: 200, body: { id: first.body.id, status: 'duplicate' } });
    expect(ordersOf(await ended(first.body.id)), 'still one order').toHaveLength(1);
  });

  it('turns a position round with two orders, the close first', async () => {
    const alert = await send(sample('flip-to-short.json'));
    expect(ordersOf(alert)).toEqual(['close sell 0.01 filled', 'open sell 0.01 filled']);
    const back = await send(sample('flip-to-long.json'));
    expect(ordersOf(back)).toEqual(['close buy 0.01 filled', 'open buy 0.01 filled']);
    const { items } = (await api('/positions')) as { items: Json[] };
    expect(items).toMatchObject([{ symbol: 'BTCUSDT', quantity: '0.01', averageEntryPrice: '60100' }]);
  });

  it.each([
    { file: 'traderspost-exit.json', status: 'filled', orders: ['close sell 0.01 filled'], repairs: ['quoted_number'] },
    { file: 'close.json', status: 'no_op', orders: [], repairs: ['quoted_number'] },
    { file: 'traderspost-entry.json', status: 'filled', orders: ['open buy 0.01 filled'], repairs: ['quoted_number'] },
    { file: 'tutorial-entry.json', status: 'no_op', orders: [], repairs: [] },
    {
      file: 'default-sentence.txt',
      status: 'filled',
      orders: ['close sell 0.01 filled', 'open sell 0.01 filled'],
      repairs: [],
    },
    {
      file: 'smart-quotes.txt',
      status: 'filled',
      orders: ['close buy 0.01 filled', 'open buy 0.01 filled'],
      repairs: ['smart_quotes', 'quoted_number'],
    },
    {
      file: 'repaired-nan.txt',
      status: 'filled',
      orders: ['add buy 0.01 filled'],
      repairs: ['trailing_comma', 'not_a_number', 'quoted_number', 'thousands_comma'],
    },
    {
      file: 'sell-market.json',
      status: 'filled',
      orders: ['close sell 0.02 filled', 'open sell 0.01 filled'],
      repairs: ['quoted_number'],
    },
    { file: 'usdm-short.json', status: 'filled', orders: ['open sell 0.5 filled'], repairs: ['quoted_number'] },
    {
      file: 'limit-buy.json',
      status: 'working',
      orders: ['close buy 0.01 filled', 'open buy 0.01 open'],
      repairs: ['quoted_number'],
    },
  ])('carries $file out: $status', async ({ file, status, orders, repairs }) => {
    const alert = await send(sample(file));
    expect([alert.status, alert.reason]).toEqual([status, status === 'no_op' ? expect.any(String) : undefined]);
    expect(ordersOf(alert)).toEqual(orders);
    expect(alert.repairs.toSorted()).toEqual(repairs.toSorted());
  });

  it('cancels the order that rests, and the alert that asked for it ends', async () => {
    const { items } = (await api('/orders?status=open')) as { items: { id: string; alertId: string }[] };
    expect(items).toHaveLength(1);
    const { alertId } = await api(`/orders/${items[0]?.id}/cancel`, 'POST');
    expect(await ended(alertId)).toMatchObject({ status: 'done' });
    expect(await ended(items[0]?.alertId)).toMatchObject({ status: 'partially_filled', endedAt: expect.any(String) });
  });

  it.each([
    { file: 'not-understood.txt', code: expect.any(String), reason: expect.any(String) },
    {
      file: 'unresolved-placeholder.json',
      code: 'placeholder_not_resolved',
      reason: expect.stringContaining('{{strategy.order.action}}'),
    },
  ])('keeps $file, and says why it is not carried out', async ({ file, code, reason }) => {
    const { status, body } = await post(service.webhookUrl, sample(file));
    expect({ status, body }).toMatchObject({ status: 202, body: { status: 'not_understood', code, reason } });
    const alert = await ended(body.id);
    expect(alert).toMatchObject({ status: 'not_understood', reason: body.reason, orders: [] });
  });

  it('lets a message in by the secret in its body, which it never stores', async () => {
    const url = `${service.baseUrl}/api/v1/webhook`;
    const token = service.webhookUrl.split('/').at(-1) ?? '';
    for (const secret of [OWNER_SECRET, token]) {
      const { status, body } = await post(
        url,
        sample('secret-in-body.json')
          .replace('replace-me', secret)
          .replace('0.01', secret === token ? '0.02' : '0.01'),
      );
      expect(status, JSON.stringify(body)).toBe(202);
      const alert = await ended(body.id);
      expect(alert.status).toBe('filled');
      expect(alert.raw).toContain('[redacted]');
      expect(JSON.stringify(alert)).not.toContain(secret);
    }
    expect(await post(url, sample('secret-in-body.json'))).toMatchObject({
      status: 401,
      body: { code: 'secret_wrong' },
    });
    expect(await post(url, sample('buy-market.json'))).toMatchObject({ status: 401, body: { code: 'secret_missing' } });
  });

  it('refuses what is nobody’s, and what is too large', async () => {
    expect(await post(`${service.baseUrl}/api/v1/webhook/hk_nobody`, '{}')).toMatchObject({
      status: 404,
      body: { code: 'unknown_hook' },
    });
    expect(await post(service.webhookUrl, 'x'.repeat(64 * 1024 + 1))).toMatchObject({
      status: 413,
      body: { code: 'payload_too_large' },
    });
  });

  it('stops entries and lets exits through when trading is halted', async () => {
    await api('/trading-state', 'PUT', { state: 'halted', reason: 'news' });
    const entry = await send(
      JSON.stringify({ id: 'halted-1', symbol: 'SOLUSDT.P', action: 'buy', quantity: 5, price: 100 }),
    );
    expect(entry).toMatchObject({ status: 'denied', reason: 'Trading is halted: news' });
    const { alertIds } = (await api('/positions/close-all', 'POST')) as { alertIds: string[] };
    for (const id of alertIds) expect(await ended(id)).toMatchObject({ status: 'filled' });
    expect(await api('/positions')).toMatchObject({ items: [] });
    await api('/trading-state', 'PUT', { state: 'active' });
  });

  it('replays an alert as a new one that names its origin', async () => {
    const origin = await send(
      JSON.stringify({ id: 'origin-1', symbol: 'SOLUSDT.P', action: 'buy', quantity: 5, price: 100 }),
    );
    const { id } = await api(`/alerts/${origin.id}/replay`, 'POST');
    const replayed = await ended(id);
    expect(replayed).toMatchObject({ status: 'filled', source: 'replay', originAlertId: origin.id });
    expect(ordersOf(replayed)).toEqual(['add buy 5 filled']);
  });

  it('says nothing on its output that opens a door', () => {
    const token = service.webhookUrl.split('/').at(-1) ?? '';
    const afterReady = run.stdout().split('Stop with Ctrl-C.').at(1) ?? '';
    expect(afterReady + run.stderr()).not.toContain(token);
    expect(run.stderr()).toBe('');
  });
});
