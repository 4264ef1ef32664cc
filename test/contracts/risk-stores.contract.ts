import { expect, it } from 'vitest';
import type { AuditEntry } from '../../shared/audit/audit.ts';
import { decimal } from '../../shared/money/decimal.ts';
import type { KeptLimits, RiskLimitStore } from '../../shared/risk/limit-store.ts';
import type { NewTradingState, TradingStateStore } from '../../shared/risk/trading-state-store.ts';
import { NOW } from '../support/fixed.ts';

export type RiskStores = {
  tradingStates: TradingStateStore;
  riskLimits: RiskLimitStore;
  auditOf(userId: string): Promise<string[]>;
  toldTo(userId: string): Promise<string[]>;
};

let count = 0;
const anAudit = (action: AuditEntry['action'], detail: AuditEntry['detail'] = {}): AuditEntry => {
  count += 1;
  return { id: `aud_${count}`, userId: 'usr_1', actor: 'test', action, subject: 'usr_1', detail, at: NOW };
};
const stopped = () => {
  const audit = anAudit('trading_state.set');
  const told = { kind: 'trading_stopped', severity: 'alarm', title: 'Trading is halted', detail: {} } as const;
  return { audit, notification: { ...told, id: `ntf_${count}`, userId: 'usr_1', createdAt: NOW } };
};
const at = (ms: number) => new Date(NOW.getTime() + ms);
const aState = (fields: Partial<NewTradingState> = {}): NewTradingState => ({
  ...{ state: 'halted', source: 'person', setBy: 'tok_1', setAt: NOW },
  ...fields,
});

export function tradingStateStoreContract(empty: () => Promise<RiskStores>): void {
  const told = async ({ tradingStates }: RiskStores) =>
    (await tradingStates.list('usr_1'))
      .map(({ source, accountId = 'all', state, reason = '-' }) => `${source} ${accountId} ${state} ${reason}`)
      .sort();

  it('keeps what persons and limits set side by side, for all accounts and for one, each in its place', async () => {
    const stores = await empty();
    const { tradingStates } = stores;
    await tradingStates.set('usr_1', aState({ reason: 'first' }), anAudit('trading_state.set'));
    await tradingStates.set('usr_1', aState({ reason: 'second', expiresAt: at(1) }), anAudit('trading_state.set'));
    await tradingStates.set('usr_1', aState({ accountId: 'acc_1' }), anAudit('trading_state.set'));
    await tradingStates.halt('usr_1', aState({ source: 'risk', accountId: 'acc_1' }), stopped());
    expect(await told(stores)).toEqual(['person acc_1 halted -', 'person all halted second', 'risk acc_1 halted -']);
    expect(await tradingStates.list('usr_2')).toEqual([]);
    expect(await stores.auditOf('usr_1')).toHaveLength(4);
  });

  it('halts again only where that is harder, or where the last halt is over', async () => {
    const stores = await empty();
    const halt = (fields: Partial<NewTradingState>) =>
      stores.tradingStates.halt('usr_1', aState({ source: 'risk', accountId: 'acc_1', ...fields }), stopped());
    expect(await halt({ state: 'reducing', expiresAt: at(10), reason: 'one' })).toBe(true);
    expect(await halt({ state: 'reducing', expiresAt: at(10), reason: 'two' })).toBe(false);
    expect(await halt({ state: 'halted', expiresAt: at(10), reason: 'three' })).toBe(true);
    expect(await halt({ state: 'reducing', expiresAt: at(10), reason: 'four' })).toBe(false);
    expect(await told(stores)).toEqual(['risk acc_1 halted three']);
    expect(await halt({ state: 'reducing', setAt: at(10), expiresAt: at(20), reason: 'five' })).toBe(true);
    expect(await stores.auditOf('usr_1'), 'each change, and nothing else').toHaveLength(3);
    expect(await stores.toldTo('usr_1'), 'and the user is told of each').toHaveLength(3);
  });

  it('takes back what limits and differences have set when a person resumes there', async () => {
    const stores = await empty();
    const { tradingStates } = stores;
    await tradingStates.halt('usr_1', aState({ source: 'reconciliation', accountId: 'acc_1' }), stopped());
    expect(await told(stores)).toEqual(['reconciliation acc_1 halted -']);
    for (const accountId of ['acc_1', 'acc_2'])
      await tradingStates.halt('usr_1', aState({ source: 'risk', accountId }), stopped());
    await tradingStates.set('usr_1', aState({ state: 'active', accountId: 'acc_1' }), anAudit('trading_state.set'));
    expect(await told(stores)).toEqual(['person acc_1 active -', 'risk acc_2 halted -']);
    await tradingStates.set('usr_1', aState({ state: 'active' }), anAudit('trading_state.set'));
    expect(await told(stores)).toEqual(['person acc_1 active -', 'person all active -']);
  });
}

export function riskLimitStoreContract(empty: () => Promise<RiskStores>): void {
  const kept = (fields: Partial<KeptLimits>): KeptLimits => ({
    ...{ scope: 'user', subject: 'usr_1', updatedBy: 'tok_1', updatedAt: NOW },
    limits: { maxExposure: decimal('1000.5'), tradingHours: [{ days: ['mon'], from: '08:00', to: '22:00' }] },
    ...fields,
  });

  it('keeps limits by scope and subject, tells what was there before, and forgets none at all', async () => {
    const { riskLimits, auditOf } = await empty();
    const before: unknown[] = [];
    const set = (limits: KeptLimits) =>
      riskLimits.set('usr_1', limits, (was) => {
        before.push(was);
        return anAudit('risk_limits.set');
      });
    await set(kept({}));
    await set(kept({ scope: 'symbol', subject: 'BTCUSDT' }));
    expect((await riskLimits.list('usr_1')).map(({ scope }) => scope).sort()).toEqual(['symbol', 'user']);
    expect(await riskLimits.list('usr_1')).toContainEqual(kept({}));
    await set(kept({ limits: { maxOpenPositions: 1 } }));
    await set(kept({ limits: {} }));
    expect(before).toEqual([{}, {}, kept({}).limits, { maxOpenPositions: 1 }]);
    expect(await riskLimits.list('usr_1')).toEqual([kept({ scope: 'symbol', subject: 'BTCUSDT' })]);
    expect(await riskLimits.list('usr_2')).toEqual([]);
    expect(await auditOf('usr_1')).toHaveLength(4);
  });
}
