import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FirstRunFile } from '../../scripts/local/first-run.ts';
import { freePort } from '../support/free-port.ts';
import { runStart, type StartRun } from '../support/run-start.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

type Alert = {
  status: string;
  reasonCode?: string;
  reason?: string;
  orders: { purpose: string; side: string; quantity: string }[];
  timeline: { name: string }[];
  signals: { outcome?: { status: string; heldUntil?: string } }[];
};

let run: StartRun;
let service: FirstRunFile;

beforeAll(async () => {
  run = runStart(temporaryFolder('drift'), await freePort());
  service = await run.ready();
  const { items } = (await api('/strategies')).body as { items: { id: string; onDrift: string }[] };
  expect(items[0]?.onDrift, 'a new strategy follows its chart').toBe('sync');
  await api(`/strategies/${items[0]?.id}`, 'PATCH', { onDrift: 'ask', driftAnswerSeconds: 600 });
}, 120_000);
afterAll(async () => {
  run.signal('SIGTERM');
  await run.exited;
  removeTemporaryFolders();
});

async function api(path: string, method = 'GET', body?: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { authorization: `Bearer ${service.apiToken}`, 'content-type': 'application/json' };
  const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const response = await fetch(`${service.baseUrl}/api/v1${path}`, init);
  return { status: response.status, body: await response.json() };
}

async function settled(id: string): Promise<Alert> {
  for (let turn = 0; turn < 200; turn += 1) {
    const alert = (await api(`/alerts/${id}`)).body as Alert;
    if (!['accepted', 'working'].includes(alert.status)) return alert;
    await wait(25);
  }
  throw new Error(`Alert ${id} does not settle`);
}

async function send(message: unknown): Promise<string> {
  const response = await fetch(service.webhookUrl, { method: 'POST', body: JSON.stringify(message) });
  expect(response.status).toBe(202);
  return ((await response.json()) as { id: string }).id;
}

/** TradingView's own placeholders, as a strategy fills them in: long of `before`, long of `after`. */
const from = (before: string, after: string) => ({
  ...{ symbol: 'SOLUSDT.P', price: '100', quantity: '1', time: new Date().toISOString() },
  action: Number(after) < Number(before) ? 'sell' : 'buy',
  ...{ market_position: after === '0' ? 'flat' : 'long', market_position_size: after },
  ...{ prev_market_position: before === '0' ? 'flat' : 'long', prev_market_position_size: before },
});

const toldOrders = ({ orders }: Alert): string[] =>
  orders.map(({ purpose, side, quantity }) => `${purpose} ${side} ${quantity}`);

it('holds an entry that comes from another position, makes it once it is answered, and holds up no exit', async () => {
  expect(await settled(await send(from('0', '1')))).toMatchObject({ status: 'filled' });
  const preview = await api('/alerts/preview', 'POST', { message: from('3', '4') });
  expect(preview.body).toMatchObject({
    steps: [{ decision: { kind: 'held', orders: [], heldOrder: { purpose: 'add', quantity: '3' } } }],
  });

  const id = await send(from('3', '4'));
  const held = await settled(id);
  expect(held).toMatchObject({
    ...{ status: 'held', reasonCode: 'position_drift', orders: [] },
    reason: 'The alert comes from long "3", and the position is long "1"',
    signals: [{ outcome: { status: 'held', heldUntil: expect.any(String) } }],
  });
  expect((await api('/alerts?status=held')).body).toMatchObject({ items: [{ id }] });
  expect((await api('/notifications')).body).toMatchObject({
    items: [{ kind: 'position_drift', severity: 'warning', alertId: id }],
  });

  expect((await api(`/alerts/${id}/answer`, 'POST', { decision: 'perhaps' })).status).toBe(400);
  expect((await api('/alerts/alt_none/answer', 'POST', { decision: 'sync' })).status).toBe(404);
  expect(await api(`/alerts/${id}/answer`, 'POST', { decision: 'sync' })).toEqual({
    ...{ status: 202, body: { id, decision: 'sync' } },
  });
  await expect.poll(async () => (await settled(id)).status, { timeout: 5_000 }).toBe('filled');
  const made = await settled(id);
  expect(toldOrders(made)).toEqual(['add buy 3']);
  expect(made.reasonCode).toBeUndefined();
  expect(made.timeline.map(({ name }) => name)).toEqual([
    ...['received', 'understood', 'position_drift', 'held', 'drift_answered'],
    ...['decided', 'order_submitting', 'order_filled', 'ended'],
  ]);
  expect(await api(`/alerts/${id}/answer`, 'POST', { decision: 'skip' })).toMatchObject({
    ...{ status: 409, body: { code: 'not_held' } },
  });

  const open = await send(from('9', '10'));
  expect(await settled(open)).toMatchObject({ status: 'held' });
  const exit = await settled(await send(from('9', '0')));
  expect(exit, 'what closes waits for nobody').toMatchObject({ status: 'filled' });
  expect(toldOrders(exit)).toEqual(['close sell 4']);
  expect(await settled(open)).toMatchObject({ status: 'expired', reasonCode: 'overtaken' });
});

it('previews what does not follow the chart where the sizes are our own', async () => {
  const { items } = (await api('/strategies')).body as { items: { id: string }[] };
  const set = (patch: object) => api(`/strategies/${items[0]?.id}`, 'PATCH', patch);
  await set({ sizeFromAlert: false });
  const adaFrom = (before: string, after: string) => ({ ...from(before, after), symbol: 'ADAUSDT.P', price: '0.5' });
  const first = await send(adaFrom('0', '1'));
  expect(await settled(first)).toMatchObject({ status: 'filled' });
  const preview = await api('/alerts/preview', 'POST', { message: adaFrom('3', '4') });
  expect(preview.body).toMatchObject({
    steps: [
      {
        decision: {
          ...{ kind: 'held', heldOrder: { purpose: 'add' } },
          drift: { reason: `The alert comes from long "3", and alert "${first}" before it ended at long "1"` },
        },
      },
    ],
  });
  await set({ sizeFromAlert: true });
});

it('lets other alerts pass while a step waits for its time', async () => {
  const step = { message_type: 'bot', bot_id: 1, email_token: 'x', pair: 'USDT_ETH' };
  const buy = { symbol: 'ETHUSDT.P', action: 'buy', quantity: '0.1', price: '3000' };
  expect(await settled(await send({ ...buy, id: 'before' })), 'a price of it is known').toMatchObject({
    status: 'filled',
  });
  const deal = await send([step, { ...step, action: 'close_at_market_price', delay_seconds: 600 }]);
  await expect.poll(async () => ((await api(`/alerts/${deal}`)).body as Alert).orders.length).toBe(1);
  const after = await settled(await send({ ...buy, id: 'after' }));
  expect(after.status).toBe('filled');
  expect((await api(`/alerts/${deal}`)).body).toMatchObject({ status: 'working' });
});
