import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listQuery, pgAlertArchive } from '../../../shared/archive/archive.pg.ts';
import type { AlertFilter } from '../../../shared/archive/archive.ts';
import { orderListQuery } from '../../../shared/orders/order-list.pg.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { insertTrader } from '../../support/trading-rows.ts';

const ALERTS = 100_000;
const PAGE_BLOCKS = 1_000;

let database: TestDatabase;

/** One alert a second for user 1, of which one in a thousand was rejected and one in five hundred is about XRPUSDT. */
beforeAll(async () => {
  database = await testDatabase('archive');
  await insertTrader(database.pool, { id: '1', hookToken: 'one' });
  await insertTrader(database.pool, { id: '2', hookToken: 'two' });
  await database.pool.query(
    `create function test_id(prefix text, at timestamptz) returns text language sql immutable as $$
       select prefix || '_' || string_agg(substr('0123456789abcdefghjkmnpqrstvwxyz',
         ((floor(extract(epoch from at) * 1000)::bigint >> shift) & 31)::int + 1, 1), '' order by shift desc) || '0000000000000000'
       from generate_series(0, 45, 5) as shift $$`,
  );
  await database.pool.query(
    `insert into alerts (id, user_id, strategy_id, source, received_at, raw, body_digest, identity, dialect, signals, status)
     select test_id('alt', at), 'usr_1', 'str_1', 'webhook', at, 'x', 'x', n::text, 'generic', '[]',
       case when n % 1000 = 0 then 'rejected' else 'filled' end
     from generate_series(1, $1) n, lateral (select timestamptz '2026-03-01T00:00:00Z' + n * interval '1 second' as at) t`,
    [ALERTS],
  );
  await database.pool.query(
    `insert into signals (id, user_id, alert_id, strategy_id, step, market, symbol, intent, status, created_at)
     select 'sig' || substr(id, 4), user_id, id, strategy_id, 1, 'usdm',
       case when identity::int % 500 = 0 then 'XRPUSDT' else 'BTCUSDT' end, 'buy', 'filled', received_at from alerts`,
  );
  await database.pool.query(
    `insert into orders (id, user_id, account_id, strategy_id, alert_id, signal_id, step, client_order_id, market, symbol, side,
       type, purpose, reduce_only, quantity, status, filled_quantity, created_at, updated_at)
     select 'ord' || substr(s.id, 4), s.user_id, 'acc_1', s.strategy_id, s.alert_id, s.id, 1, s.id, 'usdm', s.symbol, 'buy',
       'market', 'open', false, 1, case when s.symbol = 'XRPUSDT' then 'rejected' else 'filled' end, 1, s.created_at, s.created_at
     from signals s`,
  );
  await database.pool.query('vacuum analyze alerts');
  await database.pool.query('vacuum analyze signals');
  await database.pool.query('vacuum analyze orders');
}, 120_000);
afterAll(() => database.close());

type Plan = {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
};

async function explain({
  text,
  values,
}: {
  text: string;
  values: unknown[];
}): Promise<{ blocks: number; scans: string[] }> {
  const { rows } = await database.pool.query(`explain (analyze, buffers, format json) ${text}`, values);
  const root: Plan = rows[0]['QUERY PLAN'][0].Plan;
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];
  return {
    blocks: root['Shared Hit Blocks'] + root['Shared Read Blocks'],
    scans: nodes(root)
      .filter((node) => node['Node Type'] === 'Seq Scan' || node['Node Type'] === 'Sort')
      .map((node) => node['Node Type']),
  };
}

const cursorAt = async (n: number): Promise<string> => {
  const { rows } = await database.pool.query('select id from alerts where identity = $1', [String(n)]);
  return rows[0].id;
};

describe('pgAlertArchive(), with a hundred thousand alerts', () => {
  it.each<{ case: string; filter: Omit<AlertFilter, 'limit'> }>([
    { case: 'no filter', filter: {} },
    { case: 'a rare status', filter: { status: 'rejected' } },
    { case: 'a status that none has', filter: { status: 'expired' } },
    { case: 'a strategy', filter: { strategyId: 'str_1' } },
    { case: 'a rare symbol', filter: { symbol: 'XRPUSDT' } },
    { case: 'a common symbol', filter: { symbol: 'BTCUSDT' } },
    { case: 'a symbol that was never traded', filter: { symbol: 'ADAUSDT' } },
    {
      case: 'an hour long ago',
      filter: { from: new Date('2026-03-01T02:00:00Z'), to: new Date('2026-03-01T03:00:00Z') },
    },
    { case: 'a time before all', filter: { to: new Date('2026-02-01T00:00:00Z') } },
    { case: 'a time after all', filter: { from: new Date('2026-04-01T00:00:00Z') } },
    { case: 'a symbol and an hour', filter: { symbol: 'XRPUSDT', to: new Date('2026-03-01T03:00:00Z') } },
  ])('reads a page and no table with $case', async ({ filter }) => {
    const { blocks, scans } = await explain(listQuery('usr_1', { limit: 50, ...filter }));
    expect(scans, 'no scan of the table, nothing to sort').toEqual([]);
    expect(blocks).toBeLessThan(PAGE_BLOCKS);
  });

  it('reads no more for a page in the middle than for the first', async () => {
    const first = await explain(listQuery('usr_1', { limit: 50 }));
    const middle = await explain(listQuery('usr_1', { limit: 50, cursor: await cursorAt(ALERTS / 2) }));
    expect(middle.blocks).toBeLessThan(first.blocks * 2 + 20);
  });

  it('reads nothing of the others for a user without alerts', async () => {
    expect((await explain(listQuery('usr_2', { limit: 50 }))).blocks).toBeLessThan(20);
  });

  it.each([
    { case: 'no filter', filter: {} },
    { case: 'a rare status', filter: { status: 'rejected' as const } },
    { case: 'a rare symbol', filter: { symbol: 'XRPUSDT' } },
    { case: 'a strategy', filter: { strategyId: 'str_1' } },
  ])('pgOrderList() reads a page and no table with $case', async ({ filter }) => {
    const { blocks, scans } = await explain(orderListQuery('usr_1', { limit: 50, ...filter }));
    expect(scans).toEqual([]);
    expect(blocks).toBeLessThan(PAGE_BLOCKS);
  });

  it('gives each alert once, newest first, page by page', async () => {
    const archive = pgAlertArchive(database.pool);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const start: { cursor?: string } = cursor === undefined ? {} : { cursor };
      const page = await archive.list('usr_1', { limit: 30, symbol: 'XRPUSDT', ...start });
      seen.push(...page.items.map((alert) => alert.id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(ALERTS / 500);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
  });

  it('takes the beginning of a range in and leaves its end out', async () => {
    const [from, to] = [new Date('2026-03-01T00:00:10Z'), new Date('2026-03-01T00:00:20Z')];
    const { items } = await pgAlertArchive(database.pool).list('usr_1', { limit: 50, from, to });
    const times = items.map((alert) => alert.receivedAt.toISOString().slice(17, 19));
    expect(times).toEqual(['19', '18', '17', '16', '15', '14', '13', '12', '11', '10']);
  });

  it('knows no alert of another user', async () => {
    const id = await cursorAt(7);
    const archive = pgAlertArchive(database.pool);
    expect(await archive.find('usr_1', id)).toMatchObject({
      id,
      orders: [{ symbol: 'BTCUSDT' }],
      outcomes: [{ status: 'filled' }],
    });
    expect(await archive.find('usr_2', id)).toBeUndefined();
  });
});
