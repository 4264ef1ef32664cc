import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, type ReceiveAlertDeps, receiveAlert } from '../../../shared/alerts/receive-alert.ts';
import type { AlertWorld } from '../../../shared/alerts/route-alert.memory.ts';
import { settingsSeen } from '../../../shared/alerts/settings-seen.ts';
import { type MemoryAlertStore, memoryAlertStore } from '../../../shared/alerts/store.memory.ts';
import type { AlertStore } from '../../../shared/alerts/store.ts';
import { digestToken } from '../../../shared/ids/secret-token.ts';
import { type FixedClock, fixedClock, fixedIds } from '../../support/fixed.ts';

const TOKEN = 'hk_the-token-of-the-demo-strategy';
const OWNER_SECRET = 'the-secret-of-the-owner';

type Setup = {
  deps: ReceiveAlertDeps;
  world: AlertWorld;
  alerts: MemoryAlertStore;
  /** How often the store was asked. */
  asked: () => number;
  rings: () => number;
  now: FixedClock;
};

function setUp(): Setup {
  const now = fixedClock();
  let rings = 0;
  const world: AlertWorld = {
    ownerId: 'usr_1',
    strategies: [{ id: 'str_1', name: 'demo', digest: digestToken(TOKEN) }],
  };
  const alerts = memoryAlertStore(world);
  let asked = 0;
  const counting: AlertStore = {
    keep(hook, alert) {
      asked += 1;
      return alerts.keep(hook, alert);
    },
  };
  const ring = (): void => {
    rings += 1;
  };
  const deps: ReceiveAlertDeps = {
    ...{ alerts: counting, settingsSeen: settingsSeen(), now, newId: fixedIds(), ring, ownerSecret: OWNER_SECRET },
  };
  return { deps, world, alerts, asked: () => asked, rings: () => rings, now };
}

const bytes = (body: string | object): Uint8Array =>
  new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));

const BUY = { symbol: 'BTCUSDT', action: 'buy', quantity: '0.01', price: '50000', timenow: '2026-03-02T11:59:59Z' };

describe('receiveAlert()', () => {
  it('keeps an alert, rings once, and says what it was read as', async () => {
    const { deps, alerts, rings } = setUp();
    const received = await receiveAlert(deps, { hookToken: TOKEN, body: bytes(BUY) });
    expect(received).toMatchObject({ outcome: 'accepted', signals: [{ intent: 'buy', symbol: 'BTCUSDT' }] });
    expect(alerts.work).toHaveLength(1);
    expect(rings()).toBe(1);
  });

  it('answers repeats with the id of the first, and rings for none of them', async () => {
    const { deps, alerts, rings, now } = setUp();
    const first = await receiveAlert(deps, { hookToken: TOKEN, body: bytes(BUY) });
    for (let repeat = 0; repeat < 3; repeat += 1) {
      now.advance(5_000);
      const again = await receiveAlert(deps, { hookToken: TOKEN, body: bytes(BUY) });
      expect(again).toEqual({ outcome: 'duplicate', alertId: first.outcome === 'accepted' ? first.alertId : '' });
    }
    expect(alerts.kept).toHaveLength(1);
    expect(rings()).toBe(1);
  });

  it('takes the same intent of another moment as another alert', async () => {
    const { deps, alerts } = setUp();
    await receiveAlert(deps, { hookToken: TOKEN, body: bytes(BUY) });
    await receiveAlert(deps, { hookToken: TOKEN, body: bytes({ ...BUY, timenow: '2026-03-02T12:00:00Z' }) });
    expect(alerts.work).toHaveLength(2);
  });

  it('keeps what it does not understand, and rings for nothing', async () => {
    const { deps, alerts, rings } = setUp();
    const received = await receiveAlert(deps, { hookToken: TOKEN, body: bytes('good morning') });
    expect(received).toMatchObject({ outcome: 'not_understood' });
    expect(alerts.kept).toMatchObject([{ status: 'not_understood', raw: 'good morning' }]);
    expect(rings()).toBe(0);
  });

  it('reads a body by its content: JSON with a byte order mark and Windows line ends', async () => {
    const { deps, alerts } = setUp();
    const body = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      bytes(JSON.stringify(BUY, null, 2).replaceAll('\n', '\r\n')),
    ]);
    expect(await receiveAlert(deps, { hookToken: TOKEN, body })).toMatchObject({ outcome: 'accepted' });
    expect(alerts.kept[0]?.repairs).toContain('byte_order_mark');
  });

  it.each([
    { case: 'the token of a strategy', secret: TOKEN, more: {}, outcome: 'accepted' },
    {
      case: 'the secret of the owner and the name of a strategy',
      secret: OWNER_SECRET,
      more: { strategy: 'demo' },
      outcome: 'accepted',
    },
    { case: 'a wrong secret', secret: 'not-the-secret-at-all', more: {}, outcome: 'secret_wrong' },
  ])('lets a message with $case in its body be $outcome', async ({ secret, more, outcome }) => {
    const { deps, alerts } = setUp();
    const received = await receiveAlert(deps, { body: bytes({ ...BUY, ...more, passphrase: secret }) });
    expect(received.outcome).toBe(outcome);
    expect(alerts.kept).toHaveLength(outcome === 'accepted' ? 1 : 0);
    expect(JSON.stringify(alerts.kept), 'no secret is ever kept').not.toContain(secret);
  });

  it('refuses a message without a secret on the hook that needs one', async () => {
    const { deps, alerts } = setUp();
    expect(await receiveAlert(deps, { body: bytes(BUY) })).toEqual({ outcome: 'secret_missing' });
    expect(alerts.kept).toEqual([]);
  });

  it('keeps nothing for a token that nobody has', async () => {
    const { deps } = setUp();
    expect(await receiveAlert(deps, { hookToken: 'hk_nobody', body: bytes(BUY) })).toEqual({ outcome: 'unknown_hook' });
  });

  it.each([
    { size: MAX_BODY_BYTES, outcome: 'not_understood' },
    { size: MAX_BODY_BYTES + 1, outcome: 'too_large' },
  ])('takes a body of $size bytes as $outcome', async ({ size, outcome }) => {
    const { deps } = setUp();
    expect((await receiveAlert(deps, { hookToken: TOKEN, body: new Uint8Array(size).fill(65) })).outcome).toBe(outcome);
  });

  describe('with settings that the message needs', () => {
    const pine = (n: number) => ({ hookToken: TOKEN, body: bytes(`60123456789,buy,BTCUSDT,risk=${n}`) });

    it('refuses until they are chosen, reads under them once they are, and asks once more at the first alert only', async () => {
      const { deps, world, alerts, asked } = setUp();
      const refused = await receiveAlert(deps, pine(1));
      expect(refused).toMatchObject({ outcome: 'not_understood', notUnderstood: { code: 'unit_not_chosen' } });
      expect(asked(), 'nothing chosen is what is guessed').toBe(1);
      Object.assign(world.strategies[0] ?? {}, { readSettings: { pineConnector: { volumeUnit: 'lots' } } });
      expect(await receiveAlert(deps, pine(2))).toMatchObject({
        outcome: 'accepted',
        signals: [{ size: { type: 'contracts' } }],
      });
      expect(asked()).toBe(3);
      expect(await receiveAlert(deps, pine(3))).toMatchObject({ outcome: 'accepted' });
      expect(asked(), 'what was seen is guessed').toBe(4);
      Object.assign(world.strategies[0] ?? {}, { readSettings: { pineConnector: { volumeUnit: 'loss_percent' } } });
      await receiveAlert(deps, pine(4));
      expect(alerts.kept.at(-1), 'never under what was chosen before').toMatchObject({
        notUnderstood: { code: 'stop_loss_missing' },
      });
    });

    it('is the same alert after they were changed', async () => {
      const { deps, world, now } = setUp();
      const message = {
        message_type: 'bot',
        bot_id: 7,
        email_token: 'x',
        pair: 'USDT_BTC',
        timestamp: '2026-03-02T11:59:59Z',
      };
      const first = await receiveAlert(deps, { hookToken: TOKEN, body: bytes(message) });
      expect(first.outcome).toBe('accepted');
      Object.assign(world.strategies[0] ?? {}, { readSettings: { dealSide: 'short' } });
      now.advance(60_000);
      expect(await receiveAlert(deps, { hookToken: TOKEN, body: bytes(message) })).toMatchObject({
        outcome: 'duplicate',
      });
    });

    it('asks the sender to send again when they change at each reading', async () => {
      const { deps, alerts } = setUp();
      let n = 0;
      const restless: AlertStore = {
        async keep() {
          n += 1;
          return { outcome: 'settings_differ', wanted: [{ dealSide: n % 2 === 0 ? 'long' : 'short' }] };
        },
      };
      const received = receiveAlert({ ...deps, alerts: restless }, pine(1));
      await expect(received).rejects.toMatchObject({ code: 'database_unavailable' });
      expect(alerts.kept).toEqual([]);
    });

    it('reads a message of two bots for each as its own strategy has it', async () => {
      const { deps, world, alerts } = setUp();
      world.strategies.push({ id: 'str_2', readSettings: { dealSide: 'short' } }, { id: 'str_3' });
      world.routes = [
        { doorId: 'str_1', key: '7', strategyId: 'str_2' },
        { doorId: 'str_1', key: '8', strategyId: 'str_3' },
      ];
      const start = (bot_id: number) => ({ message_type: 'bot', bot_id, email_token: 'x', pair: 'USDT_BTC' });
      const received = await receiveAlert(deps, {
        hookToken: TOKEN,
        body: bytes(JSON.stringify([start(7), start(8)])),
      });
      expect(received).toMatchObject({
        outcome: 'accepted',
        alerts: [{ strategyId: 'str_2' }, { strategyId: 'str_3' }],
      });
      expect(alerts.kept).toMatchObject([
        { strategyId: 'str_2', signals: [{ step: 1, intent: 'open_short' }] },
        { strategyId: 'str_3', source: 'fan_out', signals: [{ step: 2, intent: 'buy' }] },
      ]);
    });
  });

  it('says accepted and rings when one of several strategies takes it', async () => {
    const { deps, world, rings } = setUp();
    Object.assign(world.strategies[0] ?? {}, { dialects: ['okx'] });
    world.strategies.push({ id: 'str_2' });
    world.routes = ['str_1', 'str_2'].map((strategyId) => ({ doorId: 'str_1', key: 'bot', strategyId }));
    const received = await receiveAlert(deps, { hookToken: TOKEN, body: bytes({ ...BUY, strategy: 'bot' }) });
    expect(received).toMatchObject({
      outcome: 'accepted',
      alerts: [
        { notUnderstood: { code: 'dialect_not_allowed' } },
        { id: `${received.outcome === 'accepted' && received.alertId}02` },
      ],
    });
    expect(rings()).toBe(1);
  });
});
