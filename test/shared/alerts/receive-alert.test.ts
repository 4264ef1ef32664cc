import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES, type ReceiveAlertDeps, receiveAlert } from '../../../shared/alerts/receive-alert.ts';
import { type MemoryAlertStore, memoryAlertStore } from '../../../shared/alerts/store.memory.ts';
import { digestToken } from '../../../shared/ids/secret-token.ts';
import { type FixedClock, fixedClock, fixedIds } from '../../support/fixed.ts';

const TOKEN = 'hk_the-token-of-the-demo-strategy';
const OWNER_SECRET = 'the-secret-of-the-owner';

type Setup = { deps: ReceiveAlertDeps; alerts: MemoryAlertStore; rings: () => number; now: FixedClock };

function setUp(): Setup {
  const now = fixedClock();
  let rings = 0;
  const alerts = memoryAlertStore({
    ownerId: 'usr_1',
    strategies: [{ id: 'str_1', name: 'demo', digest: digestToken(TOKEN) }],
  });
  const ring = (): void => {
    rings += 1;
  };
  const deps: ReceiveAlertDeps = { alerts, now, newId: fixedIds(), ring, ownerSecret: OWNER_SECRET };
  return { deps, alerts, rings: () => rings, now };
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
});
