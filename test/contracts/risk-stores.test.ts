import { afterAll, beforeAll, describe } from 'vitest';
import { pgAuditStore } from '../../shared/audit/store.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { pgNotificationStore } from '../../shared/notifications/store.pg.ts';
import { memoryRiskLimitStore } from '../../shared/risk/limit-store.memory.ts';
import { pgRiskLimitStore } from '../../shared/risk/limit-store.pg.ts';
import { memoryTradingStateStore } from '../../shared/risk/trading-state-store.memory.ts';
import { pgTradingStateStore } from '../../shared/risk/trading-state-store.pg.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { NOW } from '../support/fixed.ts';
import { insertTrader } from '../support/trading-rows.ts';
import { type RiskStores, riskLimitStoreContract, tradingStateStoreContract } from './risk-stores.contract.ts';

async function inMemory(): Promise<RiskStores> {
  const tradingStates = memoryTradingStateStore();
  const riskLimits = memoryRiskLimitStore();
  const auditOf = async (userId: string) =>
    [...tradingStates.audit, ...riskLimits.audit].filter((one) => one.userId === userId).map(({ action }) => action);
  const toldTo = async (userId: string) =>
    tradingStates.notifications.filter((one) => one.userId === userId).map(({ title }) => title);
  return { tradingStates, riskLimits, auditOf, toldTo };
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
    await database.pool.query('truncate trading_states, risk_limits, audit, notifications');
    return {
      tradingStates: pgTradingStateStore(database.pool),
      riskLimits: pgRiskLimitStore(database.pool),
      async auditOf(userId) {
        const { items } = await pgAuditStore(database.pool).list(userId, { limit: 100 });
        return items.map(({ action }) => action);
      },
      async toldTo(userId) {
        const deps = { now: () => NOW, newId: idMaker(() => NOW) };
        const { items } = await pgNotificationStore(database.pool, deps).list(userId, { limit: 100 });
        return items.map(({ title }) => title);
      },
    };
  }

  describe('pgTradingStateStore()', () => tradingStateStoreContract(onPostgres));
  describe('pgRiskLimitStore()', () => riskLimitStoreContract(onPostgres));
});
