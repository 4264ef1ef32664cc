import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestToken } from '../../../shared/ids/secret-token.ts';
import { ownerDeps } from '../../../shared/users/make-owner.pg.ts';
import { makeOwner } from '../../../shared/users/make-owner.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase('make_owner');
});
afterAll(() => database.close());

it('makeOwner() makes one owner of four first starts at once', async () => {
  const starts = Array.from({ length: 4 }, () =>
    makeOwner(ownerDeps(database.pool), { baseUrl: 'http://localhost:8001' }),
  );
  const made = (await Promise.all(starts)).filter((one) => one !== null);
  expect(made).toHaveLength(1);
  const [first] = made;
  const { rows } = await database.pool.query(
    `select u.email, u.role, t.digest as api, s.hook_token_digest as hook, s.name, a.name as account,
       (select json_agg(json_build_array(b.market, b.asset, b.free::text) order by b.market)
        from paper_balances b where b.account_id = a.id) as balances
     from users u join api_tokens t on t.user_id = u.id join accounts a on a.user_id = u.id
       join strategies s on s.user_id = u.id and s.account_id = a.id`,
  );
  expect(rows).toEqual([
    {
      email: 'owner@localhost',
      role: 'owner',
      api: digestToken(first?.apiToken ?? ''),
      hook: digestToken(first?.webhookUrl.split('/').at(-1) ?? ''),
      name: 'demo',
      account: 'paper',
      balances: [
        ['spot', 'USDT', '10000'],
        ['usdm', 'USDT', '10000'],
      ],
    },
  ]);
});
