import { afterAll, beforeAll, describe } from 'vitest';
import { pgAuditStore } from '../../shared/audit/store.pg.ts';
import { memoryExchangeKeyStore } from '../../shared/exchange-keys/store.memory.ts';
import { pgExchangeKeyStore } from '../../shared/exchange-keys/store.pg.ts';
import { pgStrategyStore } from '../../shared/strategies/store.pg.ts';
import { anAccount, aStrategy } from '../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';
import { exchangeKeyStoreContract } from './exchange-key-store.contract.ts';

describe('memoryExchangeKeyStore()', () => {
  exchangeKeyStoreContract(async () => {
    const exchangeKeys = memoryExchangeKeyStore();
    exchangeKeys.accounts.push(anAccount());
    return {
      exchangeKeys,
      auditOf: async (userId) => exchangeKeys.audit.filter((one) => one.userId === userId).map((one) => one.action),
      async trade(accountId, names) {
        exchangeKeys.strategies.set(accountId, names);
      },
    };
  });
});

describe('pgExchangeKeyStore()', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('exchange_key_store');
    await insertTrader(database.pool, { id: '1', hookToken: 'one' });
    await insertTrader(database.pool, { id: '2', hookToken: 'two' });
    await database.pool.query(
      `insert into data_keys (version, wrapped, master_fingerprint, created_at)
       select version, '', '', now() from generate_series(1, 3) as version`,
    );
  });
  afterAll(() => database.close());

  exchangeKeyStoreContract(async () => {
    await database.pool.query('truncate exchange_keys, strategies, audit cascade');
    await database.pool.query("delete from accounts where id not in ('acc_1', 'acc_2')");
    const strategies = pgStrategyStore(database.pool);
    const entry = { userId: 'usr_1', actor: 'tok_1', subject: '', detail: {}, at: NOW };
    return {
      exchangeKeys: pgExchangeKeyStore(database.pool),
      async auditOf(userId) {
        const { items } = await pgAuditStore(database.pool).list(userId, { limit: 100 });
        return items
          .map((one) => one.action)
          .reverse()
          .filter((action) => action.startsWith('exchange_key'));
      },
      async trade(accountId, names) {
        await database.pool.query("update strategies set status = 'disabled' where account_id = $1", [accountId]);
        for (const name of names)
          await strategies.add(aStrategy({ id: `str_${name}`, name, accountId }), name, {
            ...entry,
            id: `aud_str_${name}`,
            action: 'strategy.created',
          });
      },
    };
  });
});
