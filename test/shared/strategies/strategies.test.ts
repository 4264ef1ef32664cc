import { beforeEach, describe, expect, it } from 'vitest';
import { memoryAccountStore } from '../../../shared/accounts/store.memory.ts';
import { digestToken, secretMaker } from '../../../shared/ids/secret-token.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { createStrategy, type StrategySettings } from '../../../shared/strategies/create-strategy.ts';
import { rotateHookToken } from '../../../shared/strategies/rotate-hook-token.ts';
import { setStrategyStatus } from '../../../shared/strategies/set-strategy-status.ts';
import { type MemoryStrategyStore, memoryStrategyStore } from '../../../shared/strategies/store.memory.ts';
import { updateStrategy } from '../../../shared/strategies/update-strategy.ts';
import { anAccount, aStrategy } from '../../support/build-signal.ts';
import { fixedClock, fixedIds, NOW } from '../../support/fixed.ts';

const paper = anAccount();
const others = anAccount({ id: 'acc_2', userId: 'usr_2' });
const who = { userId: 'usr_1', actor: 'tok_1' };
const settings: StrategySettings = {
  name: 'momentum',
  mode: 'paper',
  defaultMarket: 'spot',
  sideRule: 'both',
  sizing: { type: 'quote', value: decimal('100') },
  sizeFromAlert: true,
  symbolMap: {},
  limits: {},
};

let strategies: MemoryStrategyStore;
const now = fixedClock();
const newId = fixedIds();
const deps = (accounts = [paper, others]) => ({
  strategies,
  accounts: memoryAccountStore(accounts),
  now,
  newId,
  newSecret: secretMaker(),
});

beforeEach(() => {
  strategies = memoryStrategyStore();
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
      case: 'a mode that is not there yet',
      input: { settings: { ...settings, mode: 'live' as const } },
      code: 'mode_not_available',
    },
    { case: 'an account of somebody else', input: { settings, accountId: 'acc_2' }, code: 'account_unknown' },
  ])('refuses $case', async ({ input, code }) => {
    expect(await createStrategy(deps(), { ...who, ...input })).toMatchObject({ outcome: 'refused', code });
    expect(strategies.kept.size).toBe(0);
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
    { case: 'live', patch: { mode: 'live' as const }, userId: 'usr_1', result: { code: 'mode_not_available' } },
    { case: 'somebody else’s', patch: { name: 'mine' }, userId: 'usr_2', result: { outcome: 'not_found' } },
  ])('changes nothing for $case', async ({ patch, userId, result }) => {
    expect(await updateStrategy(deps(), { actor: 'tok_1', userId, id: id(), patch })).toMatchObject(result);
    expect(strategies.audit).toEqual([]);
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
