import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgAuditStore } from '../../shared/audit/store.pg.ts';
import { memoryStrategyStore } from '../../shared/strategies/store.memory.ts';
import { pgStrategyStore } from '../../shared/strategies/store.pg.ts';
import { aStrategy } from '../support/build-signal.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';
import { strategyStoreContract } from './strategy-store.contract.ts';

describe('memoryStrategyStore()', () => {
  strategyStoreContract(async () => {
    const strategies = memoryStrategyStore();
    return {
      strategies,
      auditOf: async (userId) => strategies.audit.filter((one) => one.userId === userId).map((one) => one.action),
      async holdBack(strategyId) {
        strategies.holds.set(strategyId, ['an alert that waits']);
      },
    };
  });
});

describe('pgStrategyStore()', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('strategy_store');
    await insertTrader(database.pool, { id: '1', hookToken: 'one' });
    await insertTrader(database.pool, { id: '2', hookToken: 'two' });
  });
  afterAll(() => database.close());
  const empty = () => database.pool.query('truncate strategies, audit, alerts, work cascade');

  strategyStoreContract(async () => {
    await empty();
    return {
      strategies: pgStrategyStore(database.pool),
      async auditOf(userId) {
        const { items } = await pgAuditStore(database.pool).list(userId, { limit: 100 });
        return items.map((one) => one.action).reverse();
      },
      async holdBack(strategyId) {
        await database.pool.query(
          `insert into alerts (id, user_id, strategy_id, source, received_at, raw, body_digest, identity, signals, status)
           values ('alt_1', 'usr_1', $1, 'webhook', now(), '', '', '', '[]', 'accepted')`,
          [strategyId],
        );
        await database.pool.query(
          `insert into work (lane, kind, user_id, alert_id, step, due_at, created_at)
           values ('acc_1:usdm:BTCUSDT', 'execute_signal', 'usr_1', 'alt_1', 1, now(), now())`,
        );
      },
    };
  });

  it('keeps the digest of the token before for the overlap, and drops it without one', async () => {
    await empty();
    const strategies = pgStrategyStore(database.pool);
    const audit = { userId: 'usr_1', actor: 'tok_1', subject: 'str_1', detail: {}, at: NOW };
    await strategies.add(aStrategy(), 'first', { ...audit, id: 'aud_1', action: 'strategy.created' });
    const digests = async () => {
      const { rows } = await database.pool.query(
        `select hook_token_digest as now, previous_hook_token_digest as before, previous_hook_token_expires_at as until
         from strategies where id = 'str_1'`,
      );
      return rows[0];
    };
    const rotate = (id: string, digest: string, previousExpiresAt?: Date) =>
      strategies.edit('usr_1', 'str_1', (strategy) => ({
        strategy,
        hookToken: { digest, hint: 'hint', ...(previousExpiresAt && { previousExpiresAt }) },
        audit: { ...audit, id, action: 'strategy.token_rotated' },
      }));
    await rotate('aud_2', 'second', NOW);
    expect(await digests()).toEqual({ now: 'second', before: 'first', until: NOW });
    await rotate('aud_3', 'third');
    expect(await digests()).toEqual({ now: 'third', before: null, until: null });
  });
});
