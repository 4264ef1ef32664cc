import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { idMaker } from '../../shared/ids/new-id.ts';
import { forgetReadNotifications } from '../../shared/notifications/forget-read.ts';
import type { NewNotification } from '../../shared/notifications/notification.ts';
import { memoryNotificationStore } from '../../shared/notifications/store.memory.ts';
import { pgNotificationStore } from '../../shared/notifications/store.pg.ts';
import type { NotificationStore } from '../../shared/notifications/store.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';

const DAY_MS = 86_400_000;
let time = NOW;
const now = (): Date => time;
const later = (ms: number): Date => new Date(NOW.getTime() + ms);

const ALARM: NewNotification = {
  kind: 'position_unprotected',
  severity: 'alarm',
  title: 'The position in BTCUSDT is not protected',
  detail: { reason: 'Reach max stop order limit.' },
  accountId: 'acc_1',
  strategyId: 'str_1',
  alertId: 'alt_1',
};
const BARE: NewNotification = { kind: 'trading_stopped', severity: 'warning', title: 'Trading is slowed', detail: {} };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('notification_store');
  await insertTrader(database.pool, { id: '1', hookToken: 'one' });
  await insertTrader(database.pool, { id: '2', hookToken: 'two' });
});
afterAll(() => database.close());

describe.each([
  {
    adapter: 'memoryNotificationStore()',
    make: async (): Promise<NotificationStore> => memoryNotificationStore({ now, newId: idMaker(now) }),
  },
  {
    adapter: 'pgNotificationStore()',
    make: async (): Promise<NotificationStore> => {
      await database.pool.query('truncate notifications');
      return pgNotificationStore(database.pool, { now, newId: idMaker(now) });
    },
  },
])('$adapter', ({ make }) => {
  let store: NotificationStore;
  beforeEach(async () => {
    time = NOW;
    store = await make();
  });

  it('lists what each user was told, newest first, in pages', async () => {
    const first = await store.keep('usr_1', ALARM);
    time = later(1);
    const second = await store.keep('usr_1', BARE);
    await store.keep('usr_2', BARE);
    expect(first).toMatchObject({ ...ALARM, userId: 'usr_1', createdAt: NOW });
    expect(await store.list('usr_1', { limit: 1 })).toEqual({ items: [second], nextCursor: second.id });
    expect(await store.list('usr_1', { limit: 1, cursor: second.id })).toEqual({ items: [first] });
  });

  it('tells the read from the unread, and the alarms from the rest', async () => {
    const alarm = await store.keep('usr_1', ALARM);
    const bare = await store.keep('usr_1', BARE);
    expect((await store.list('usr_1', { limit: 9, severity: 'alarm' })).items).toEqual([alarm]);
    time = later(5);
    expect(await store.markRead('usr_1', alarm.id)).toMatchObject({ readAt: later(5) });
    time = later(6);
    expect(await store.markRead('usr_1', alarm.id), 'since the first time').toMatchObject({ readAt: later(5) });
    expect((await store.list('usr_1', { limit: 9, isRead: false })).items.map(({ id }) => id)).toEqual([bare.id]);
    expect((await store.list('usr_1', { limit: 9, isRead: true })).items.map(({ id }) => id)).toEqual([alarm.id]);
  });

  it('lets nobody read what another was told', async () => {
    const { id } = await store.keep('usr_1', ALARM);
    expect(await store.markRead('usr_2', id)).toBeUndefined();
    expect(await store.markAllRead('usr_2')).toBe(0);
    expect((await store.list('usr_1', { limit: 9, isRead: false })).items).toHaveLength(1);
    expect(await store.markAllRead('usr_1')).toBe(1);
    expect(await store.markAllRead('usr_1')).toBe(0);
  });

  it('forgets what was read a quarter of a year ago, and never what was not', async () => {
    const { id } = await store.keep('usr_1', ALARM);
    await store.keep('usr_1', BARE);
    await store.markRead('usr_1', id);
    time = later(90 * DAY_MS);
    expect(await forgetReadNotifications({ notifications: store, now })).toBe(0);
    time = later(90 * DAY_MS + 1);
    expect(await forgetReadNotifications({ notifications: store, now })).toBe(1);
    expect((await store.list('usr_1', { limit: 9 })).items).toMatchObject([BARE]);
  });
});
