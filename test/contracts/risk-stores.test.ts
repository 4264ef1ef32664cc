import { afterAll, beforeAll, describe } from 'vitest';
import { pgAuditStore } from '../../shared/audit/store.pg.ts';
import { memoryRiskLimitStore } from '../../shared/risk/limit-store.memory.ts';
import { pgRiskLimitStore } from '../../shared/risk/limit-store.pg.ts';
import { memoryTradingStateStore } from '../../shared/risk/trading-state-store.memory.ts';
import { pgTradingStateStore } from '../../shared/risk/trading-state-store.pg.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { insertTrader } from '../support/trading-rows.ts';
import { type RiskStores, riskLimitStoreContract, tradingStateStoreContract } from './risk-stores.contract.ts';

async function inMemory(): Promise<RiskStores> {
  const tradingStates = memoryTradingStateStore();
  const riskLimits = memoryRiskLimitStore();
  const auditOf = async (userId: string) =>
    [...tradingStates.audit, ...riskLimits.audit].filter((one) => one.userId === userId).map(({ action }) => action);
  return { tradingStates, riskLimits, auditOf };
}

describe('memoryTradingStateStore()', () => tradingStateStoreContract(inMemory));
describe('memoryRiskLimitStore()', () => riskLimitStoreContract(inMemory));

describe('on Postgres', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase('risk_stores');
    await insertTrader(database.pool);
    await database.pool.query(
      `insert into accounts (id, user_id, exchange, mode, name, created_at) values ('acc_2', 'usr_1', 'paper', 'paper', 'two', now())`,
    );
  });
  afterAll(() => database.close());

  async function onPostgres(): Promise<RiskStores> {
    await database.pool.query('truncate trading_states, risk_limits, audit');
    return {
      tradingStates: pgTradingStateStore(database.pool),
      riskLimits: pgRiskLimitStore(database.pool),
      async auditOf(userId) {
        const { items } = await pgAuditStore(database.pool).list(userId, { limit: 100 });
        return items.map(({ action }) => action);
      },
    };
  }

  describe('pgTradingStateStore()', () => tradingStateStoreContract(onPostgres));
  describe('pgRiskLimitStore()', () => riskLimitStoreContract(onPostgres));
});
