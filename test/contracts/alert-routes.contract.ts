import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadSettings } from '../../shared/alerts/read-settings.ts';
import type { AlertStore, Hook, NewAlert } from '../../shared/alerts/store.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { aSignal } from '../support/build-signal.ts';
import { NOW } from '../support/fixed.ts';

/** Every alert that was kept: what it is, and whose. */
export type KeptRow = {
  id: string;
  strategy: string | undefined;
  status: string;
  source: string;
  code: string | undefined;
};
export type RouteWorld = {
  store: AlertStore;
  bind(route: { doorId: string; key: string; strategyId: string }): Promise<void>;
  choose(strategyId: string, chosen: { readSettings?: ReadSettings; dialects?: string[] }): Promise<void>;
  dialectsOf(strategyId: string): Promise<readonly string[]>;
  kept(): Promise<KeptRow[]>;
  /** `alertId/step` of the work that was caused, oldest first. */
  work(): Promise<string[]>;
  close(): Promise<void>;
};

/** The owner usr_1 has str_1 “one”, str_2 “two” and str_3 “three”; str_1 has this token. None has dialects yet. */
export const TOKEN = 'hk_the-token-of-strategy-one';
const hook: Hook = { by: 'token', digest: digestToken(TOKEN) };

let last = 0;
function anAlert(signals: Partial<Signal>[], fields: Partial<NewAlert> = {}): NewAlert {
  last += 1;
  const id = `alt_${String(last).padStart(6, '0')}`;
  return {
    ...{ id, source: 'webhook', receivedAt: NOW, raw: '{}', bodyDigest: id, identity: { key: id }, repairs: [] },
    signals: signals.map((signal, at) => aSignal({ step: at + 1, of: signals.length, ...signal })),
    ...fields,
  };
}

export function alertRoutesContract(name: string, make: () => Promise<RouteWorld>): void {
  describe(`AlertStore, routes: ${name}`, () => {
    let world: RouteWorld;
    beforeAll(async () => {
      world = await make();
    });
    afterAll(() => world.close());
    const keep = (alert: NewAlert, by: Hook = hook) => world.store.keep(by, alert);
    const rowsOf = async ({ id }: NewAlert) => (await world.kept()).filter((row) => row.id.startsWith(id));
    const workOf = async ({ id }: NewAlert) => (await world.work()).filter((work) => work.startsWith(id));

    it('a hook without routes takes a message for a bot that nobody bound', async () => {
      const alert = anAlert([{ routeKey: 'bot-a' }]);
      expect(await keep(alert)).toEqual({ outcome: 'kept', alerts: [{ id: alert.id, strategyId: 'str_1' }] });
    });

    it('a route takes a message to its strategy', async () => {
      await world.bind({ doorId: 'str_1', key: 'bot-a', strategyId: 'str_2' });
      const alert = anAlert([{ routeKey: 'bot-a' }]);
      expect(await keep(alert)).toEqual({ outcome: 'kept', alerts: [{ id: alert.id, strategyId: 'str_2' }] });
      expect(await rowsOf(alert)).toMatchObject([{ strategy: 'str_2', status: 'accepted', source: 'webhook' }]);
    });

    it('a hook with routes keeps a message for a bot that nobody bound, and says so', async () => {
      const alert = anAlert([{ routeKey: 'bot-z' }]);
      const reason = expect.stringContaining('"bot-z"');
      expect(await keep(alert)).toEqual({
        outcome: 'kept',
        alerts: [{ id: alert.id, notUnderstood: { code: 'route_unknown', reason } }],
      });
      expect(await rowsOf(alert)).toMatchObject([
        { strategy: undefined, status: 'not_understood', code: 'route_unknown' },
      ]);
      expect(await workOf(alert)).toEqual([]);
    });

    it('a hook with routes takes a message that names nobody for its own strategy', async () => {
      const alert = anAlert([{}]);
      expect(await keep(alert)).toMatchObject({ alerts: [{ strategyId: 'str_1' }] });
    });

    it('an account alias is a route where the key of the message is none', async () => {
      await world.bind({ doorId: 'str_1', key: 'main', strategyId: 'str_3' });
      expect(await keep(anAlert([{ routeKey: 'x', accountAlias: 'main' }]))).toMatchObject({
        alerts: [{ strategyId: 'str_3' }],
      });
      expect(await keep(anAlert([{ routeKey: 'bot-a', accountAlias: 'main' }]))).toMatchObject({
        alerts: [{ strategyId: 'str_2' }],
      });
    });

    it('one route to several strategies makes an alert of each, and a repeat is one duplicate', async () => {
      for (const strategyId of ['str_3', 'str_1', 'str_2'])
        await world.bind({ doorId: 'str_1', key: 'all', strategyId });
      const alert = anAlert([{ routeKey: 'all' }, { routeKey: 'all', symbol: 'ETHUSDT' }]);
      const { id } = alert;
      expect(await keep(alert)).toEqual({
        outcome: 'kept',
        alerts: [
          { id, strategyId: 'str_1' },
          { id: `${id}02`, strategyId: 'str_2' },
          { id: `${id}03`, strategyId: 'str_3' },
        ],
      });
      expect((await rowsOf(alert)).map(({ source }) => source)).toEqual(['webhook', 'fan_out', 'fan_out']);
      expect((await workOf(alert)).toSorted()).toEqual(
        [id, `${id}02`, `${id}03`].flatMap((one) => [`${one}/1`, `${one}/2`]),
      );
      const again = { ...alert, id: `${id}x` };
      expect(await keep(again)).toEqual({ outcome: 'duplicate', alertId: id });
      expect(await rowsOf(again)).toEqual([]);
    });

    it('deliveries of the same moment fan out once', async () => {
      const alerts = Array.from({ length: 8 }, () =>
        anAlert([{ routeKey: 'all' }], { identity: { key: 'same-moment' }, bodyDigest: 'same' }),
      );
      const outcomes = await Promise.all(alerts.map((alert) => keep(alert)));
      expect(outcomes.filter(({ outcome }) => outcome === 'kept')).toHaveLength(1);
      expect(outcomes.filter(({ outcome }) => outcome === 'duplicate')).toHaveLength(7);
      const work = (await world.work()).filter((one) => alerts.some(({ id }) => one.startsWith(id)));
      expect(work).toHaveLength(3);
    });

    it('a message for several bots gives each strategy its own steps', async () => {
      await world.bind({ doorId: 'str_1', key: 'bot-b', strategyId: 'str_3' });
      const alert = anAlert([{ routeKey: 'bot-a' }, { routeKey: 'bot-b' }, { routeKey: 'bot-a' }]);
      expect(await keep(alert)).toMatchObject({ alerts: [{ strategyId: 'str_2' }, { strategyId: 'str_3' }] });
      expect((await workOf(alert)).toSorted()).toEqual(
        [`${alert.id}/1`, `${alert.id}/3`, `${alert.id}02/2`].toSorted(),
      );
    });

    it('a step that names nobody is for the strategy of the hook alone', async () => {
      const alert = anAlert([{ routeKey: 'bot-a' }, {}]);
      expect(await keep(alert)).toMatchObject({ alerts: [{ strategyId: 'str_1' }, { strategyId: 'str_2' }] });
      expect((await workOf(alert)).toSorted()).toEqual([`${alert.id}/2`, `${alert.id}02/1`]);
    });

    it('a message of which one bot is unknown is carried out for none of them', async () => {
      const alert = anAlert([{ routeKey: 'bot-a' }, { routeKey: 'bot-z' }]);
      expect(await keep(alert)).toMatchObject({ alerts: [{ notUnderstood: { code: 'route_unknown' } }] });
      expect(await workOf(alert)).toEqual([]);
    });

    it('routes of one hook are none of another’s, nor of WEBHOOK_SECRET’s', async () => {
      expect(await keep(anAlert([{ routeKey: 'bot-a' }]), { by: 'owner' })).toMatchObject({
        alerts: [{ notUnderstood: { code: 'route_unknown' } }],
      });
    });

    it('behind WEBHOOK_SECRET a route comes before the name of a strategy', async () => {
      const alert = anAlert([{ routeKey: 'Three' }]);
      expect(await keep(alert, { by: 'owner' })).toMatchObject({ alerts: [{ strategyId: 'str_3' }] });
      await world.bind({ doorId: 'usr_1', key: 'Three', strategyId: 'str_1' });
      expect(await keep(anAlert([{ routeKey: 'Three' }]), { by: 'owner' })).toMatchObject({
        alerts: [{ strategyId: 'str_1' }],
      });
      expect(await keep(anAlert([{ routeKey: 'two' }]), { by: 'owner' })).toMatchObject({
        alerts: [{ strategyId: 'str_2' }],
      });
      expect(await keep(anAlert([{}]), { by: 'owner' })).toMatchObject({
        alerts: [{ notUnderstood: { code: 'strategy_not_named' } }],
      });
    });

    it('a replay goes in by the door of its origin, or to its strategy past all routes', async () => {
      const byDoor: Hook = { by: 'door', userId: 'usr_1', hookStrategyId: 'str_1' };
      const replay = { source: 'replay', originAlertId: 'alt_origin' } as const;
      const alert = anAlert([{ routeKey: 'all' }], replay);
      expect(await keep(alert, byDoor)).toMatchObject({ alerts: [{}, {}, {}] });
      expect((await rowsOf(alert)).map(({ source }) => source)).toEqual(['replay', 'replay', 'replay']);
      const other = anAlert([{ routeKey: 'bot-z' }], replay);
      const toStrategy: Hook = { by: 'strategy', userId: 'usr_1', strategyId: 'str_2' };
      expect(await keep(other, toStrategy)).toMatchObject({ alerts: [{ strategyId: 'str_2' }] });
      expect(await keep(anAlert([{}], replay), { by: 'door', userId: 'usr_2' })).toEqual({ outcome: 'unknown_hook' });
    });

    it('a message that settings have a say in is kept only as it reads under those of its strategy', async () => {
      await world.choose('str_2', { readSettings: { dealSide: 'short' } });
      const short: ReadSettings = { dealSide: 'short' };
      const alert = anAlert([{ routeKey: 'bot-a', intent: 'buy' }], { settings: {} });
      expect(await keep(alert)).toEqual({ outcome: 'settings_differ', wanted: [short] });
      expect(await rowsOf(alert)).toEqual([]);
      const again = { ...alert, settings: short, signals: [aSignal({ routeKey: 'bot-a', intent: 'open_short' })] };
      expect(await keep(again), 'nothing was claimed before').toMatchObject({ outcome: 'kept' });
    });

    it('each strategy gets the reading under its own settings', async () => {
      const short: ReadSettings = { dealSide: 'short' };
      const notUnderstood = { code: 'unit_not_chosen', reason: 'Choose one' };
      const alert = anAlert([], { settings: {}, notUnderstood, routes: [{ routeKey: 'all' }] });
      const asked = await keep(alert);
      expect(asked).toMatchObject({ outcome: 'settings_differ' });
      expect(asked.outcome === 'settings_differ' && asked.wanted).toEqual(expect.arrayContaining([{}, short]));
      const otherReadings = [{ settings: short, dialect: 'generic', signals: [aSignal({ routeKey: 'all' })] }];
      expect(await keep({ ...alert, otherReadings })).toMatchObject({
        alerts: [
          { strategyId: 'str_1', notUnderstood },
          { strategyId: 'str_2' },
          { strategyId: 'str_3', notUnderstood },
        ],
      });
      expect(await workOf(alert)).toEqual([`${alert.id}02/1`]);
      await world.choose('str_2', { readSettings: {} });
    });

    it('a strategy takes the dialect of its first good alert, and no other until it is allowed', async () => {
      await world.choose('str_1', { dialects: [] });
      await keep(anAlert([], { notUnderstood: { code: 'x', reason: 'x' }, dialect: 'okx' }));
      expect(await world.dialectsOf('str_1'), 'what is not understood is not good').toEqual([]);
      expect(await keep(anAlert([{ dialect: '3commas-signal' }]))).toMatchObject({ alerts: [{ strategyId: 'str_1' }] });
      expect(await world.dialectsOf('str_1')).toEqual(['3commas-signal']);
      const other = anAlert([{ dialect: 'okx' }]);
      const reason = expect.stringMatching(/"okx".*"one".*"3commas-signal"/);
      expect(await keep(other)).toMatchObject({ alerts: [{ notUnderstood: { code: 'dialect_not_allowed', reason } }] });
      expect(await rowsOf(other)).toMatchObject([{ strategy: 'str_1', status: 'not_understood' }]);
      expect(await workOf(other)).toEqual([]);
      await world.choose('str_1', { dialects: ['3commas-signal', 'okx'] });
      expect(await keep(anAlert([{ dialect: 'okx' }]))).toEqual({
        outcome: 'kept',
        alerts: [{ id: expect.any(String), strategyId: 'str_1' }],
      });
      await world.choose('str_1', { dialects: ['any'] });
      await keep(anAlert([{ dialect: 'bva' }]));
      expect(await world.dialectsOf('str_1'), 'any stays any').toEqual(['any']);
    });

    it('two first alerts in two dialects agree on the pin', async () => {
      for (let round = 0; round < 5; round += 1) {
        await world.choose('str_1', { dialects: [] });
        const alerts = ['okx', 'bva', 'okx', 'bva'].map((dialect) => anAlert([{ dialect }]));
        const outcomes = await Promise.all(alerts.map((alert) => keep(alert)));
        const [pinned, more] = await world.dialectsOf('str_1');
        expect(more).toBeUndefined();
        const good = alerts.filter((_, at) => {
          const outcome = outcomes[at];
          return outcome?.outcome === 'kept' && outcome.alerts[0]?.notUnderstood === undefined;
        });
        expect(good.map(({ signals }) => signals[0]?.dialect)).toEqual([pinned, pinned]);
      }
    });

    it('a fan-out pins each strategy on its own', async () => {
      await world.choose('str_1', { dialects: [] });
      await world.choose('str_2', { dialects: ['bva'] });
      await world.choose('str_3', { dialects: [] });
      const outcome = await keep(anAlert([{ routeKey: 'all', dialect: 'okx' }]));
      expect(outcome).toMatchObject({
        alerts: [{ strategyId: 'str_1' }, { notUnderstood: { code: 'dialect_not_allowed' } }, { strategyId: 'str_3' }],
      });
      expect([await world.dialectsOf('str_1'), await world.dialectsOf('str_3')]).toEqual([['okx'], ['okx']]);
    });

    it('a strategy is asked about the format of its own steps alone', async () => {
      await world.choose('str_2', { dialects: ['okx'] });
      await world.choose('str_3', { dialects: [] });
      const outcome = await keep(
        anAlert([
          { routeKey: 'bot-a', dialect: 'okx' },
          { routeKey: 'bot-b', dialect: 'bva' },
        ]),
      );
      expect(outcome).toMatchObject({ alerts: [{ strategyId: 'str_2' }, { strategyId: 'str_3' }] });
      expect(JSON.stringify(outcome)).not.toContain('dialect_not_allowed');
      expect(await world.dialectsOf('str_3')).toEqual(['bva']);
    });

    it.each(['replay', 'command'] as const)('a %s neither pins nor is stopped by a pin', async (source) => {
      const toStrategy: Hook = { by: 'strategy', userId: 'usr_1', strategyId: 'str_1' };
      await world.choose('str_1', { dialects: [] });
      await keep(anAlert([{ dialect: 'okx' }], { source }), toStrategy);
      expect(await world.dialectsOf('str_1')).toEqual([]);
      await world.choose('str_1', { dialects: ['bva'] });
      expect(await keep(anAlert([{ dialect: 'okx' }], { source }), toStrategy)).toEqual({
        outcome: 'kept',
        alerts: [{ id: expect.any(String), strategyId: 'str_1' }],
      });
    });
  });
}
