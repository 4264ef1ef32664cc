import { beforeEach, describe, expect, it } from 'vitest';
import type { Mode } from '../../../shared/accounts/mode.ts';
import { memoryAccountStore } from '../../../shared/accounts/store.memory.ts';
import { digestToken, secretMaker } from '../../../shared/ids/secret-token.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { createStrategy, type StrategySettings } from '../../../shared/strategies/create-strategy.ts';
import { rotateHookToken } from '../../../shared/strategies/rotate-hook-token.ts';
import { setStrategyStatus } from '../../../shared/strategies/set-strategy-status.ts';
import { type MemoryStrategyStore, memoryStrategyStore } from '../../../shared/strategies/store.memory.ts';
import { type StrategyPatch, updateStrategy } from '../../../shared/strategies/update-strategy.ts';
import { anAccount, aStrategy } from '../../support/build-signal.ts';
import { fixedClock, fixedIds, NOW } from '../../support/fixed.ts';

const paper = anAccount();
const others = anAccount({ id: 'acc_2', userId: 'usr_2' });
const live = anAccount({ id: 'acc_4', exchange: 'binance', mode: 'live', name: 'mine' });
const testnet = anAccount({ id: 'acc_5', exchange: 'binance', mode: 'testnet', name: 'try' });
const who = { userId: 'usr_1', actor: 'tok_1' };
const settings: StrategySettings = {
  name: 'momentum',
  mode: 'paper',
  defaultMarket: 'spot',
  sideRule: 'both',
  sizing: { type: 'quote', value: decimal('100') },
  sizeFromAlert: true,
  onDrift: 'sync',
  driftAnswerSeconds: 300,
  symbolMap: {},
  readSettings: {},
  dialects: [],
  limits: {},
  onDifference: 'tell',
  marginType: 'account',
};

let strategies: MemoryStrategyStore;
const now = fixedClock();
const newId = fixedIds();
const keyed = new Set<string>();
const deps = (accounts = [paper, others]) => ({
  strategies,
  accounts: memoryAccountStore(accounts),
  hasActiveKey: async (asked: { userId: string; accountId: string; mode: Mode }) =>
    keyed.has([asked.userId, asked.accountId, asked.mode].join(' ')),
  now,
  newId,
  newSecret: secretMaker(),
});

beforeEach(() => {
  strategies = memoryStrategyStore();
  keyed.clear();
});

describe('createStrategy()', () => {
  it('keeps the digest of the token it tells, and an audit entry', async () => {
    const created = await createStrategy(deps(), { ...who, settings });
    if (created.outcome !== 'created') throw new Error(created.reason);
    const kept = strategies.kept.get(created.strategy.id);
    expect(kept?.digest).toBe(digestToken(created.hookToken));
    expect(JSON.stringify(kept)).not.toContain(created.hookToken);
    expect(strategies.audit).toMatchObject([
      { action: 'strategy.created', actor: 'tok_1', subject: created.strategy.id },
    ]);
  });

  it.each([
    {
      case: 'a mode without an account',
      input: { settings: { ...settings, mode: 'live' as const } },
      code: 'account_not_named',
    },
    { case: 'an account of somebody else', input: { settings, accountId: 'acc_2' }, code: 'account_unknown' },
  ])('refuses $case', async ({ input, code }) => {
    expect(await createStrategy(deps(), { ...who, ...input })).toMatchObject({ outcome: 'refused', code });
    expect(strategies.kept.size).toBe(0);
  });

  it.each(['testnet', 'live'] as const)('trades in mode %s only with an active key of that mode', async (mode) => {
    const accounts = [paper, live, testnet];
    const input = { ...who, settings: { ...settings, mode } };
    expect(await createStrategy(deps(accounts), input)).toMatchObject({ outcome: 'refused', code: 'key_missing' });
    const accountId = mode === 'live' ? live.id : testnet.id;
    keyed.add(`usr_1 ${accountId} ${mode === 'live' ? 'testnet' : 'live'}`).add(`usr_2 ${accountId} ${mode}`);
    expect(await createStrategy(deps(accounts), input)).toMatchObject({ code: 'key_missing' });
    expect(strategies.kept.size).toBe(0);
    keyed.add(`usr_1 ${accountId} ${mode}`);
    const created = await createStrategy(deps(accounts), input);
    expect(created).toMatchObject({ outcome: 'created', strategy: { mode, accountId } });
    expect(strategies.audit).toMatchObject([{ action: 'strategy.created', detail: { mode, accountId } }]);
  });

  it('asks which account is meant where there are several', async () => {
    const accounts = [paper, { ...paper, id: 'acc_3', name: 'second' }];
    expect(await createStrategy(deps(accounts), { ...who, settings })).toMatchObject({ code: 'account_not_named' });
    expect(await createStrategy(deps(accounts), { ...who, settings, accountId: 'acc_3' })).toMatchObject({
      outcome: 'created',
    });
  });

  it('refuses a name that differs only in case', async () => {
    await createStrategy(deps(), { ...who, settings });
    const again = await createStrategy(deps(), { ...who, settings: { ...settings, name: 'Momentum' } });
    expect(again).toMatchObject({ outcome: 'refused', code: 'name_taken' });
  });
});

describe('updateStrategy()', () => {
  beforeEach(async () => {
    const limits = { maxOrderNotional: decimal('500'), allowedSymbols: ['BTCUSDT'] };
    await createStrategy(deps(), { ...who, settings: { ...settings, limits, symbolMap: { BTCUSD: 'BTCUSDT' } } });
    strategies.audit.length = 0;
  });
  const id = () => [...strategies.kept.keys()][0] ?? '';

  it('keeps what the patch does not name, and takes away what it sets to null', async () => {
    const patch = { limits: { maxOrderNotional: null, maxAlertAgeSeconds: 60 }, symbolMap: { ETHUSD: 'ETHUSDT' } };
    const updated = await updateStrategy(deps(), { ...who, id: id(), patch });
    expect(updated).toMatchObject({
      outcome: 'updated',
      strategy: {
        name: 'momentum',
        limits: { allowedSymbols: ['BTCUSDT'], maxAlertAgeSeconds: 60 },
        symbolMap: { BTCUSD: 'BTCUSDT', ETHUSD: 'ETHUSDT' },
      },
    });
    expect(strategies.kept.get(id())?.strategy.limits).not.toHaveProperty('maxOrderNotional');
    expect(strategies.audit).toMatchObject([{ action: 'strategy.updated', detail: patch }]);
  });

  it.each([
    {
      case: 'live without an account',
      patch: { mode: 'live' as const },
      userId: 'usr_1',
      result: { code: 'account_not_named' },
    },
    { case: 'somebody else’s', patch: { name: 'mine' }, userId: 'usr_2', result: { outcome: 'not_found' } },
  ])('changes nothing for $case', async ({ patch, userId, result }) => {
    expect(await updateStrategy(deps(), { actor: 'tok_1', userId, id: id(), patch })).toMatchObject(result);
    expect(strategies.audit).toEqual([]);
  });

  it('moves to live when that is written out and has its key, and tells the audit from where', async () => {
    const accounts = [paper, live];
    const patch = { mode: 'live' as const };
    expect(await updateStrategy(deps(accounts), { ...who, id: id(), patch })).toMatchObject({ code: 'key_missing' });
    keyed.add('usr_1 acc_4 live');
    const moved = await updateStrategy(deps(accounts), { ...who, id: id(), patch });
    expect(moved).toMatchObject({ outcome: 'updated', strategy: { mode: 'live', accountId: 'acc_4' } });
    const before = { mode: 'paper', accountId: 'acc_1' };
    expect(strategies.audit).toMatchObject([
      { action: 'strategy.updated', detail: { mode: 'live', accountId: 'acc_4', before } },
    ]);
  });

  it('stays on paper whatever else is changed, keys or no keys', async () => {
    keyed.add('usr_1 acc_4 live');
    const updated = await updateStrategy(deps([paper, live]), { ...who, id: id(), patch: { sizeFromAlert: false } });
    expect(updated).toMatchObject({ outcome: 'updated', strategy: { mode: 'paper', accountId: 'acc_1' } });
    const accountId = 'acc_4';
    expect(await updateStrategy(deps([paper, live]), { ...who, id: id(), accountId, patch: {} })).toMatchObject({
      outcome: 'refused',
      code: 'account_mode_differs',
    });
  });

  it('never calls paper what was moved to live a moment before', async () => {
    const stale = strategies.kept.get(id())?.strategy;
    keyed.add('usr_1 acc_4 live');
    await updateStrategy(deps([paper, live]), { ...who, id: id(), patch: { mode: 'live' } });
    const racing = { ...deps([paper, live]), strategies: { ...strategies, find: async () => stale } };
    const updated = await updateStrategy(racing, { ...who, id: id(), patch: { mode: 'paper', name: 'late' } });
    expect(updated).toMatchObject({ strategy: { name: 'late', mode: 'live', accountId: 'acc_4' } });
  });

  it('leaves no account on which it holds something', async () => {
    keyed.add('usr_1 acc_4 live');
    strategies.holds.set(id(), ['a position in BTCUSDT']);
    const patch = { mode: 'live' as const };
    const refused = await updateStrategy(deps([paper, live]), { ...who, id: id(), patch });
    expect(refused).toMatchObject({ outcome: 'refused', code: 'strategy_busy' });
    expect(JSON.stringify(refused)).toContain('a position in BTCUSDT');
    expect(strategies.audit).toEqual([]);
  });

  it('setStrategyStatus() enables nothing whose key is gone, and disables it', async () => {
    keyed.add('usr_1 acc_4 live');
    await updateStrategy(deps([paper, live]), { ...who, id: id(), patch: { mode: 'live' } });
    keyed.clear();
    expect(await setStrategyStatus(deps(), { ...who, id: id(), status: 'disabled' })).toMatchObject({
      outcome: 'updated',
    });
    expect(await setStrategyStatus(deps(), { ...who, id: id(), status: 'enabled' })).toMatchObject({
      outcome: 'refused',
      code: 'key_missing',
    });
    expect(strategies.kept.get(id())?.strategy.status).toBe('disabled');
  });

  it('setStrategyStatus() notes a change, and no change that is none', async () => {
    await setStrategyStatus(deps(), { ...who, id: id(), status: 'disabled' });
    await setStrategyStatus(deps(), { ...who, id: id(), status: 'disabled' });
    expect(strategies.kept.get(id())?.strategy.status).toBe('disabled');
    expect(strategies.audit).toMatchObject([{ action: 'strategy.disabled' }]);
  });
});

describe('rotateHookToken()', () => {
  beforeEach(() =>
    strategies.add(aStrategy(), 'first', {
      id: 'aud_0',
      action: 'strategy.created',
      subject: '',
      detail: {},
      at: NOW,
      ...who,
    }),
  );

  it('keeps the old token for the overlap', async () => {
    const rotated = await rotateHookToken(deps(), { ...who, id: 'str_1', overlapSeconds: 3_600 });
    const kept = strategies.kept.get('str_1');
    expect(kept).toMatchObject({ digest: digestToken(rotated?.hookToken ?? ''), previousDigest: 'first' });
    expect(kept?.strategy.previousHookTokenExpiresAt).toEqual(new Date(NOW.getTime() + 3_600_000));
    expect(kept?.strategy.hookTokenHint).toBe(rotated?.hookToken.slice(-4));
  });

  it('ends the old token at once without an overlap, also one that was overlapping', async () => {
    await rotateHookToken(deps(), { ...who, id: 'str_1', overlapSeconds: 3_600 });
    await rotateHookToken(deps(), { ...who, id: 'str_1', overlapSeconds: 0 });
    const kept = strategies.kept.get('str_1');
    expect(kept?.previousDigest).toBeUndefined();
    expect(kept?.strategy.previousHookTokenExpiresAt).toBeUndefined();
  });

  it('knows no strategy of somebody else', async () => {
    const rotated = await rotateHookToken(deps(), {
      userId: 'usr_2',
      actor: 'tok_2',
      id: 'str_1',
      overlapSeconds: 0,
    });
    expect(rotated).toBeUndefined();
    expect(strategies.kept.get('str_1')?.digest).toBe('first');
  });
});

describe('updateStrategy(), of what its messages leave to it', () => {
  const update = async (patch: StrategyPatch) => {
    const updated = await updateStrategy(deps(), { ...who, id: 'str_1', patch });
    if (updated.outcome !== 'updated') throw new Error(updated.outcome);
    return updated.strategy;
  };
  beforeEach(async () => {
    await strategies.add(aStrategy(), 'digest', {
      ...{
        id: 'aud_1',
        userId: 'usr_1',
        actor: 'x',
        action: 'strategy.created',
        subject: 'str_1',
        detail: {},
        at: NOW,
      },
    });
  });

  it('merges settings of reading, and takes away what is null', async () => {
    const units = { volumeUnit: 'lots', targetUnit: 'percent' } as const;
    await update({ readSettings: { pineConnector: units, dealSide: 'short' } });
    const merged = await update({ readSettings: { pineConnector: { targetUnit: null, entryUnit: 'price' } } });
    expect(merged.readSettings).toEqual({
      pineConnector: { volumeUnit: 'lots', entryUnit: 'price' },
      dealSide: 'short',
    });
    expect((await update({ readSettings: { pineConnector: null, dealSide: null } })).readSettings).toEqual({});
    await update({ readSettings: { pineConnector: { volumeUnit: 'lots' } } });
    const bare = await update({ readSettings: { pineConnector: { volumeUnit: null } } });
    expect(bare.readSettings, 'nothing is left of it').toEqual({});
  });

  it('sets and takes away the symbol and the formats', async () => {
    expect(await update({ defaultSymbol: 'BTCUSDT', dialects: ['okx', 'bva'] })).toMatchObject({
      defaultSymbol: 'BTCUSDT',
      dialects: ['okx', 'bva'],
    });
    expect(await update({ name: 'other' })).toMatchObject({ defaultSymbol: 'BTCUSDT', dialects: ['okx', 'bva'] });
    const cleared = await update({ defaultSymbol: null, dialects: [] });
    expect(cleared).not.toHaveProperty('defaultSymbol');
    expect(cleared.dialects).toEqual([]);
  });
});
