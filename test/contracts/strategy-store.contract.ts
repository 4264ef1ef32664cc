import { beforeEach, expect, it } from 'vitest';
import type { AuditEntry } from '../../shared/audit/audit.ts';
import { decimal } from '../../shared/money/decimal.ts';
import type { StrategyStore } from '../../shared/strategies/store.ts';
import type { Strategy } from '../../shared/strategies/strategy.ts';
import { aStrategy } from '../support/build-signal.ts';
import { NOW } from '../support/fixed.ts';

export type StrategyStoreWorld = {
  strategies: StrategyStore;
  auditOf(userId: string): Promise<AuditEntry['action'][]>;
  /** Gives a strategy of usr_1 an alert that waits. */
  holdBack(strategyId: string): Promise<void>;
};

/** What every strategy store must do. The users usr_1 and usr_2 and their accounts acc_1 and acc_2 exist. */
export function strategyStoreContract(makeWorld: () => Promise<StrategyStoreWorld>): void {
  let world: StrategyStoreWorld;
  let audits = 0;
  const audit = (action: AuditEntry['action'], userId = 'usr_1'): AuditEntry => {
    audits += 1;
    return {
      id: `aud_${String(audits).padStart(4, '0')}`,
      userId,
      actor: 'tok_1',
      action,
      subject: 'x',
      detail: {},
      at: NOW,
    };
  };
  const add = (more: Partial<Strategy>) =>
    world.strategies.add(aStrategy(more), `digest of ${more.id}`, audit('strategy.created', more.userId));

  beforeEach(async () => {
    world = await makeWorld();
  });

  it('gives back what was kept, every field of it', async () => {
    const strategy = aStrategy({
      id: 'str_1',
      sizing: { type: 'pct_equity', value: decimal('12.5') },
      symbolMap: { BTCUSD: 'BTCUSDT' },
      defaultSymbol: 'ETHUSDT',
      readSettings: { pineConnector: { volumeUnit: 'lots' }, autoviewMarketWithoutPrice: true },
      dialects: ['3commas-signal', 'okx'],
      ...{ onDifference: 'halt', marginType: 'isolated' },
      limits: { maxOrderNotional: decimal('1000.50'), maxAlertAgeSeconds: 60, allowedSymbols: ['BTCUSDT'] },
    });
    expect(await world.strategies.add(strategy, 'digest', audit('strategy.created'))).toBe('added');
    expect(await world.strategies.find('usr_1', 'str_1')).toEqual(strategy);
    expect(await world.auditOf('usr_1')).toEqual(['strategy.created']);
  });

  it('keeps what belongs to another user out of sight and out of reach', async () => {
    await add({ id: 'str_1' });
    expect(await world.strategies.find('usr_2', 'str_1')).toBeUndefined();
    expect((await world.strategies.list('usr_2', { limit: 10 })).items).toEqual([]);
    const edited = await world.strategies.edit('usr_2', 'str_1', () => {
      throw new Error('nobody else may even look');
    });
    expect(edited).toEqual({ outcome: 'not_found' });
  });

  it('lists page by page, newest first', async () => {
    for (const id of ['str_1', 'str_2', 'str_3']) await add({ id, name: id });
    const first = await world.strategies.list('usr_1', { limit: 2 });
    expect(first).toMatchObject({ items: [{ id: 'str_3' }, { id: 'str_2' }], nextCursor: 'str_2' });
    const second = await world.strategies.list('usr_1', { limit: 2, cursor: 'str_2' });
    expect(second.items.map((one) => one.id)).toEqual(['str_1']);
    expect(second.nextCursor).toBeUndefined();
  });

  it('takes a name once per user, whatever its case, and leaves no trace of the second', async () => {
    await add({ id: 'str_1', name: 'demo' });
    expect(await add({ id: 'str_2', name: 'DEMO' })).toBe('name_taken');
    expect(await add({ id: 'str_3', name: 'Demo', userId: 'usr_2' })).toBe('added');
    expect(await world.auditOf('usr_1')).toEqual(['strategy.created']);
    await add({ id: 'str_4', name: 'other' });
    const renamed = await world.strategies.edit('usr_1', 'str_4', (current) => ({
      strategy: { ...current, name: 'dEmO' },
      audit: audit('strategy.updated'),
    }));
    expect(renamed).toEqual({ outcome: 'name_taken' });
    expect((await world.strategies.find('usr_1', 'str_4'))?.name).toBe('other');
  });

  it('changes with the audit entry, or not at all', async () => {
    await add({ id: 'str_1' });
    const nothing = await world.strategies.edit('usr_1', 'str_1', () => undefined);
    expect(nothing).toMatchObject({ outcome: 'edited', strategy: { status: 'enabled' } });
    const edited = await world.strategies.edit('usr_1', 'str_1', (current) => ({
      strategy: { ...current, status: 'disabled' },
      audit: audit('strategy.disabled'),
    }));
    expect(edited).toMatchObject({ outcome: 'edited', strategy: { status: 'disabled' } });
    expect(await world.strategies.find('usr_1', 'str_1')).toMatchObject({ status: 'disabled' });
    expect(await world.auditOf('usr_1')).toEqual(['strategy.created', 'strategy.disabled']);
  });

  it('changes what messages leave to the strategy, and takes it away again', async () => {
    await add({ id: 'str_1', defaultSymbol: 'ETHUSDT' });
    const change = (edit: (now: Strategy) => Strategy) =>
      world.strategies.edit('usr_1', 'str_1', (now) => ({ strategy: edit(now), audit: audit('strategy.updated') }));
    await change((now) => ({
      ...now,
      defaultSymbol: 'BTCUSDT',
      readSettings: { dealSide: 'short' },
      dialects: ['okx'],
    }));
    expect(await world.strategies.find('usr_1', 'str_1')).toMatchObject({
      ...{ defaultSymbol: 'BTCUSDT', readSettings: { dealSide: 'short' }, dialects: ['okx'] },
    });
    await change(({ defaultSymbol: _, ...now }) => ({ ...now, readSettings: {}, dialects: [] }));
    const bare = await world.strategies.find('usr_1', 'str_1');
    expect(bare).toMatchObject({ readSettings: {}, dialects: [] });
    expect(bare).not.toHaveProperty('defaultSymbol');
  });

  it('takes no strategy from an account on which it holds something', async () => {
    await add({ id: 'str_1' });
    await world.holdBack('str_1');
    const move = (more: Partial<Strategy>) =>
      world.strategies.edit('usr_1', 'str_1', (current) => ({
        strategy: { ...current, ...more },
        audit: audit('strategy.updated'),
      }));
    expect(await move({ accountId: 'acc_2' })).toEqual({ outcome: 'busy', holds: ['an alert that waits'] });
    expect(await world.strategies.find('usr_1', 'str_1')).toMatchObject({ accountId: 'acc_1' });
    expect(await world.auditOf('usr_1')).toEqual(['strategy.created']);
    expect(await move({ name: 'renamed' })).toMatchObject({ outcome: 'edited' });
  });

  it('moves a strategy that holds nothing', async () => {
    await add({ id: 'str_1' });
    const edited = await world.strategies.edit('usr_1', 'str_1', (current) => ({
      strategy: { ...current, accountId: 'acc_2' },
      audit: audit('strategy.updated'),
    }));
    expect(edited).toMatchObject({ outcome: 'edited', strategy: { accountId: 'acc_2' } });
    expect(await world.strategies.find('usr_1', 'str_1')).toMatchObject({ accountId: 'acc_2' });
  });

  it('loses none of two changes at the same moment', async () => {
    await add({ id: 'str_1' });
    const allow = (symbol: string) =>
      world.strategies.edit('usr_1', 'str_1', (current) => ({
        strategy: { ...current, limits: { allowedSymbols: [...(current.limits.allowedSymbols ?? []), symbol] } },
        audit: audit('strategy.updated'),
      }));
    await Promise.all(['A', 'B', 'C', 'D'].map(allow));
    const kept = await world.strategies.find('usr_1', 'str_1');
    expect(kept?.limits.allowedSymbols?.toSorted()).toEqual(['A', 'B', 'C', 'D']);
  });
}
