import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertStore, Hook, NewAlert } from '../../shared/alerts/store.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import { aSignal } from '../support/build-signal.ts';
import { NOW } from '../support/fixed.ts';

export type AlertStoreUnderTest = {
  store: AlertStore;
  /** Ids of alerts with their status, oldest first: `alt_1 accepted`. */
  kept(): Promise<string[]>;
  /** `alertId/step` of the work that was caused, oldest first. */
  work(): Promise<string[]>;
  close(): Promise<void>;
};

/** The tokens of two strategies of one owner. */
export const TOKENS = { demo: 'hk_the-token-of-demo-strategy', other: 'hk_the-token-of-other-strategy' };

const demo: Hook = { by: 'token', digest: digestToken(TOKENS.demo) };
const other: Hook = { by: 'token', digest: digestToken(TOKENS.other) };

let last = 0;
function anAlert(fields: Partial<NewAlert> = {}): NewAlert {
  last += 1;
  const id = `alt_${String(last).padStart(6, '0')}`;
  return {
    id,
    source: 'webhook',
    receivedAt: NOW,
    raw: '{"a":1}',
    bodyDigest: 'digest-1',
    identity: { key: `id:${id}` },
    repairs: [],
    signals: [aSignal()],
    ...fields,
  };
}

export function alertStoreContract(name: string, make: () => Promise<AlertStoreUnderTest>): void {
  describe(`AlertStore: ${name}`, () => {
    let test: AlertStoreUnderTest;
    beforeAll(async () => {
      test = await make();
    });
    afterAll(() => test.close());

    it('keep() keeps an alert with the work of each of its steps', async () => {
      const alert = anAlert({ signals: [aSignal({ of: 2 }), aSignal({ step: 2, of: 2, symbol: 'ETHUSDT' })] });
      expect(await test.store.keep(demo, alert)).toMatchObject({ outcome: 'kept' });
      expect(await test.kept()).toContain(`${alert.id} accepted`);
      expect((await test.work()).filter((work) => work.startsWith(alert.id))).toEqual([
        `${alert.id}/1`,
        `${alert.id}/2`,
      ]);
    });

    it('keep() keeps one of many deliveries, even of the same moment', async () => {
      const key = 'id:same-moment';
      const alerts = Array.from({ length: 12 }, () => anAlert({ identity: { key } }));
      const outcomes = await Promise.all(alerts.map((alert) => test.store.keep(demo, alert)));
      const first = alerts.find((_, at) => outcomes[at]?.outcome === 'kept')?.id ?? '';
      expect(outcomes.filter(({ outcome }) => outcome === 'kept')).toHaveLength(1);
      expect(outcomes.filter((kept) => kept.outcome === 'duplicate' && kept.alertId === first)).toHaveLength(11);
      expect((await test.work()).filter((work) => alerts.some(({ id }) => work.startsWith(id)))).toHaveLength(1);
    });

    it('keep() holds identities apart by strategy', async () => {
      const identity = { key: 'id:shared-name' };
      expect(await test.store.keep(demo, anAlert({ identity }))).toMatchObject({ outcome: 'kept' });
      expect(await test.store.keep(other, anAlert({ identity }))).toMatchObject({ outcome: 'kept' });
    });

    it('keep() records another message with the same identity as a conflict, without work', async () => {
      const identity = { key: 'id:conflict' };
      const first = anAlert({ identity });
      await test.store.keep(demo, first);
      const second = anAlert({ identity, bodyDigest: 'digest-2' });
      expect(await test.store.keep(demo, second)).toEqual({ outcome: 'conflict', alertId: first.id });
      expect(await test.kept()).toContain(`${second.id} conflict`);
      expect((await test.work()).filter((work) => work.startsWith(second.id))).toEqual([]);
    });

    it.each([
      { seconds: 29, outcome: 'duplicate' },
      { seconds: 30, outcome: 'kept' },
    ])('keep() takes a body without an id again after $seconds s: $outcome', async ({ seconds, outcome }) => {
      const identity = { key: `body:window-${seconds}`, windowSeconds: 30 };
      await test.store.keep(demo, anAlert({ identity }));
      const receivedAt = new Date(NOW.getTime() + seconds * 1000);
      expect(await test.store.keep(demo, anAlert({ identity, receivedAt }))).toMatchObject({ outcome });
    });

    it('keep() never lets an identity that holds for good expire', async () => {
      const identity = { key: 'id:for-good' };
      await test.store.keep(demo, anAlert({ identity }));
      const receivedAt = new Date(NOW.getTime() + 365 * 86_400_000);
      expect(await test.store.keep(demo, anAlert({ identity, receivedAt }))).toMatchObject({ outcome: 'duplicate' });
    });

    it('keep() keeps what was not understood, without work', async () => {
      const alert = anAlert({ signals: [], notUnderstood: { code: 'no_symbol', reason: 'The symbol is missing' } });
      expect(await test.store.keep(demo, alert)).toMatchObject({ outcome: 'kept' });
      expect(await test.kept()).toContain(`${alert.id} not_understood`);
      expect((await test.work()).filter((work) => work.startsWith(alert.id))).toEqual([]);
    });

    it.each<{ case: string; hook: Hook }>([
      { case: 'a token that nobody has', hook: { by: 'token', digest: digestToken('hk_nobody') } },
      { case: "somebody else's strategy", hook: { by: 'strategy', userId: 'usr_2', strategyId: 'str_1' } },
    ])('keep() keeps nothing for $case', async ({ hook }) => {
      const alert = anAlert();
      expect(await test.store.keep(hook, alert)).toEqual({ outcome: 'unknown_hook' });
      expect((await test.kept()).filter((kept) => kept.startsWith(alert.id))).toEqual([]);
    });

    it.each<{ case: string; strategyName: string | undefined; status: string }>([
      { case: 'by name', strategyName: 'DEMO', status: 'accepted' },
      { case: 'without a name, though there are two', strategyName: undefined, status: 'not_understood' },
      { case: 'by a name that no strategy has', strategyName: 'nope', status: 'not_understood' },
    ])('keep() finds the strategy of the owner $case: $status', async ({ strategyName, status }) => {
      const alert = anAlert({ signals: [aSignal(strategyName === undefined ? {} : { routeKey: strategyName })] });
      expect(await test.store.keep({ by: 'owner' }, alert)).toMatchObject({ outcome: 'kept' });
      expect(await test.kept()).toContain(`${alert.id} ${status}`);
    });
  });
}
