import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../shared/audit/audit.ts';
import { pgAuditStore } from '../../shared/audit/store.pg.ts';
import { MOST_STRATEGIES_OF_A_KEY, type Route } from '../../shared/routes/route.ts';
import { memoryRouteStore } from '../../shared/routes/store.memory.ts';
import { pgRouteStore } from '../../shared/routes/store.pg.ts';
import type { RouteStore } from '../../shared/routes/store.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';

type World = {
  routes: RouteStore;
  auditOf(userId: string): Promise<AuditEntry['action'][]>;
  /** An alert of usr_1 named this in vain, so many seconds ago. */
  see(key: string, secondsAgo: number, hookStrategyId?: string): Promise<void>;
};

const DAY_MS = 86_400_000;
const strategyOf = (n: number): string => `str_${String(n).padStart(2, '0')}`;

/** What every route store must do. The users usr_1 and usr_2 have 21 strategies between them, of which usr_2 has the last. */
function routeStoreContract(makeWorld: () => Promise<World>): void {
  let world: World;
  let last = 0;
  beforeEach(async () => {
    world = await makeWorld();
  });
  const next = (): string => {
    last += 1;
    return String(last).padStart(4, '0');
  };
  const audit = (action: AuditEntry['action'], userId = 'usr_1'): AuditEntry => ({
    ...{ id: `aud_${next()}`, userId, actor: 'tok_1', action, subject: 'x', detail: {}, at: NOW },
  });
  const aRoute = (more: Partial<Route> = {}): Route => ({
    ...{ id: `rte_${next()}`, userId: 'usr_1', key: 'bot-a', strategyId: 'str_01', createdAt: NOW },
    ...more,
  });
  const add = (route: Route) => world.routes.add(route, audit('route.bound', route.userId));
  const listed = async (filter = {}, userId = 'usr_1') =>
    (await world.routes.list(userId, { limit: 10, ...filter })).items;

  it('gives back what was kept, newest first, by each filter, and to nobody else', async () => {
    const first = aRoute({ hookStrategyId: 'str_02' });
    const second = aRoute({ key: '#0a1b2c3d', strategyId: 'str_03' });
    expect([await add(first), await add(second)]).toEqual(['added', 'added']);
    expect(await listed()).toEqual([second, first]);
    expect(await listed({ key: 'bot-a' })).toEqual([first]);
    expect(await listed({ strategyId: 'str_03' })).toEqual([second]);
    expect(await listed({ hookStrategyId: 'str_02' })).toEqual([first]);
    expect(await listed({ cursor: second.id })).toEqual([first]);
    expect(await listed({}, 'usr_2')).toEqual([]);
    expect(await world.auditOf('usr_1')).toEqual(['route.bound', 'route.bound']);
  });

  it('binds a key to a strategy once at each hook', async () => {
    expect(await add(aRoute())).toBe('added');
    expect(await add(aRoute())).toBe('taken');
    expect(await add(aRoute({ hookStrategyId: 'str_01' }))).toBe('added');
    expect(await add(aRoute({ key: 'BOT-A' })), 'keys are as messages say them').toBe('added');
    expect(await listed()).toHaveLength(3);
    expect(await world.auditOf('usr_1')).toHaveLength(3);
  });

  it('binds a key to so many strategies and no more, even at once', async () => {
    for (let n = 1; n < MOST_STRATEGIES_OF_A_KEY; n += 1) await add(aRoute({ strategyId: strategyOf(n) }));
    const two = [strategyOf(MOST_STRATEGIES_OF_A_KEY), strategyOf(MOST_STRATEGIES_OF_A_KEY + 1)];
    const added = await Promise.all(two.map((strategyId) => add(aRoute({ strategyId }))));
    expect(added.toSorted()).toEqual(['added', 'too_many']);
  });

  it('removes with the audit entry, or nothing at all', async () => {
    const route = aRoute();
    await add(route);
    expect(await world.routes.remove('usr_2', route.id, audit('route.unbound', 'usr_2'))).toBe('not_found');
    expect(await listed()).toEqual([route]);
    expect(await world.routes.remove('usr_1', route.id, audit('route.unbound'))).toBe('removed');
    expect(await world.routes.remove('usr_1', route.id, audit('route.unbound'))).toBe('not_found');
    expect(await listed()).toEqual([]);
    expect(await world.auditOf('usr_1')).toEqual(['route.bound', 'route.unbound']);
    expect(await world.auditOf('usr_2')).toEqual([]);
  });

  it('lists what messages named in vain until it is bound at that hook', async () => {
    await world.see('bot-z', 10, 'str_01');
    await world.see('old', 3 * 86_400, 'str_01');
    const since = new Date(NOW.getTime() - DAY_MS);
    const unbound = await world.routes.listUnbound('usr_1', since);
    expect(unbound).toMatchObject([{ key: 'bot-z', hookStrategyId: 'str_01', count: 1 }]);
    expect(await world.routes.listUnbound('usr_2', since)).toEqual([]);
    await add(aRoute({ key: 'bot-z' }));
    expect(await world.routes.listUnbound('usr_1', since), 'bound at another door').toHaveLength(1);
    await add(aRoute({ key: 'bot-z', hookStrategyId: 'str_01' }));
    expect(await world.routes.listUnbound('usr_1', since)).toEqual([]);
  });
}

describe('memoryRouteStore()', () => {
  routeStoreContract(async () => {
    const routes = memoryRouteStore();
    return {
      routes,
      auditOf: async (userId) => routes.audit.filter((one) => one.userId === userId).map((one) => one.action),
      async see(key, secondsAgo, hookStrategyId) {
        const lastSeenAt = new Date(NOW.getTime() - secondsAgo * 1_000);
        const door = hookStrategyId === undefined ? {} : { hookStrategyId };
        routes.seen.push({ userId: 'usr_1', key, count: 1, lastSeenAt, lastAlertId: 'alt_1', ...door });
      },
    };
  });
});

describe('pgRouteStore()', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('route_store');
    await insertTrader(database.pool, { id: '1', hookToken: 'one' });
    await insertTrader(database.pool, { id: '2', hookToken: 'two' });
    await database.pool.query(
      `insert into strategies (id, user_id, account_id, name, status, mode, default_market, side_rule, sizing, size_from_alert,
         hook_token_digest, hook_token_hint, created_at, updated_at)
       select 'str_' || lpad(n::text, 2, '0'), user_id, account_id, n::text, status, mode, default_market, side_rule, sizing,
         size_from_alert, n::text, '', created_at, updated_at from strategies, generate_series(1, 21) n where user_id = 'usr_1'`,
    );
  });
  afterAll(() => database.close());
  const see = (ids: string[], keys: string[][], hook: string | null, secondsAgo: number) =>
    database.pool.query(
      `insert into alerts (id, user_id, source, received_at, raw, body_digest, identity, dialect, signals, status, reason_code,
         hook_strategy_id, unknown_routes)
       select a.id, 'usr_1', 'webhook', $3, '', '', '', 'okx', '[]', 'not_understood', 'route_unknown', $4,
         string_to_array(a.keys, ',')
       from unnest($1::text[], $2::text[]) as a(id, keys)`,
      [ids, keys.map((of) => of.join(',')), new Date(NOW.getTime() - secondsAgo * 1_000), hook],
    );

  let seen = 0;
  routeStoreContract(async () => {
    await database.pool.query('truncate routes, audit, alerts');
    return {
      routes: pgRouteStore(database.pool),
      async auditOf(userId) {
        const { items } = await pgAuditStore(database.pool).list(userId, { limit: 100 });
        return items.map((one) => one.action).reverse();
      },
      async see(key, secondsAgo, hookStrategyId) {
        seen += 1;
        await see([`alt_${seen}`], [[key]], hookStrategyId ?? null, secondsAgo);
      },
    };
  });

  it('counts what was named, by hook, the latest first', async () => {
    await database.pool.query('truncate routes, alerts');
    await see(['alt_1', 'alt_2'], [['a'], ['a', 'b']], 'str_01', 60);
    await see(['alt_3'], [['a']], null, 30);
    const unbound = await pgRouteStore(database.pool).listUnbound('usr_1', new Date(0));
    const dialect = 'okx';
    const before = new Date(NOW.getTime() - 60_000);
    expect(unbound).toEqual([
      { key: 'a', dialect, count: 1, lastAlertId: 'alt_3', lastSeenAt: new Date(NOW.getTime() - 30_000) },
      { key: 'a', dialect, count: 2, lastAlertId: 'alt_2', lastSeenAt: before, hookStrategyId: 'str_01' },
      { key: 'b', dialect, count: 1, lastAlertId: 'alt_2', lastSeenAt: before, hookStrategyId: 'str_01' },
    ]);
  });
});
