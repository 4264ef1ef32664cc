import { beforeEach, describe, expect, it } from 'vitest';
import { memoryAccountStore } from '../../../shared/accounts/store.memory.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { memoryRiskLimitStore } from '../../../shared/risk/limit-store.memory.ts';
import { listRiskLimits } from '../../../shared/risk/list-risk-limits.ts';
import { setRiskLimits } from '../../../shared/risk/set-risk-limits.ts';
import { memoryStrategyStore } from '../../../shared/strategies/store.memory.ts';
import { anAccount, aStrategy } from '../../support/build-signal.ts';
import { fixedClock, fixedIds, NOW } from '../../support/fixed.ts';

const who = { userId: 'usr_1', actor: 'tok_1' };
const limits = { maxExposure: decimal('1000') };

function world() {
  const stores = {
    riskLimits: memoryRiskLimitStore(),
    accounts: memoryAccountStore([anAccount()]),
    strategies: memoryStrategyStore(),
  };
  return { ...stores, now: fixedClock(), newId: fixedIds() };
}

let deps: ReturnType<typeof world>;
beforeEach(async () => {
  deps = world();
  const audit = { id: 'aud_0', ...who, action: 'strategy.created', subject: 'str_1', detail: {}, at: NOW } as const;
  await deps.strategies.add(aStrategy({ limits: { maxOpenPositions: 3 } }), 'digest', audit);
});

describe('setRiskLimits()', () => {
  it.each([
    { scope: 'user' as const, subject: undefined, kept: 'usr_1' },
    { scope: 'account' as const, subject: 'acc_1', kept: 'acc_1' },
    { scope: 'symbol' as const, subject: 'BTCUSDT', kept: 'BTCUSDT' },
  ])('keeps those of a $scope, with what was there before in the audit', async ({ scope, subject, kept }) => {
    await setRiskLimits(deps, { ...who, scope, limits, ...(subject && { subject }) });
    const next = { maxOpenPositions: 2 };
    expect(await setRiskLimits(deps, { ...who, scope, limits: next, ...(subject && { subject }) })).toEqual({
      outcome: 'set',
      limits: { scope, subject: kept, limits: next },
    });
    expect(await deps.riskLimits.list('usr_1'), 'they take the place of those before').toMatchObject([
      { scope, subject: kept, limits: next, updatedBy: 'tok_1' },
    ]);
    expect(deps.riskLimits.audit).toMatchObject([
      { action: 'risk_limits.set', subject: kept, detail: { scope, before: {}, after: limits } },
      { action: 'risk_limits.set', subject: kept, detail: { scope, before: limits, after: next } },
    ]);
  });

  it('keeps those of a strategy with the strategy', async () => {
    await setRiskLimits(deps, { ...who, scope: 'strategy', subject: 'str_1', limits });
    expect((await deps.strategies.find('usr_1', 'str_1'))?.limits).toEqual(limits);
    expect(deps.strategies.audit.at(-1)).toMatchObject({
      action: 'risk_limits.set',
      detail: { before: { maxOpenPositions: 3 }, after: limits },
    });
  });

  it.each([
    {
      case: 'an account of nobody',
      input: { scope: 'account' as const, subject: 'acc_9', limits },
      outcome: 'not_found',
    },
    {
      case: 'a strategy of nobody',
      input: { scope: 'strategy' as const, subject: 'str_9', limits },
      outcome: 'not_found',
    },
    { case: 'a symbol without its name', input: { scope: 'symbol' as const, limits }, code: 'subject_missing' },
    {
      case: 'leverage that an alert may raise for everybody',
      input: { scope: 'user' as const, limits: { canAlertRaiseLeverage: true } },
      code: 'limit_not_of_scope',
    },
    {
      case: 'a halt of everybody by the limit of one strategy',
      input: { scope: 'strategy' as const, subject: 'str_1', limits: { onLossLimit: 'halted' as const } },
      code: 'limit_not_of_scope',
    },
  ])('refuses $case', async ({ input, outcome = 'refused', code }) => {
    const set = await setRiskLimits(deps, { ...who, ...input });
    expect(set).toMatchObject({ outcome, ...(code && { code }) });
    expect(await deps.riskLimits.list('usr_1')).toEqual([]);
  });
});

it('listRiskLimits() shows what stands with strategies beside the rest, and nothing of others', async () => {
  await setRiskLimits(deps, { ...who, scope: 'user', limits });
  expect(await listRiskLimits(deps, who)).toMatchObject([
    { scope: 'user', subject: 'usr_1', limits },
    { scope: 'strategy', subject: 'str_1', limits: { maxOpenPositions: 3 } },
  ]);
  expect(await listRiskLimits(deps, { userId: 'usr_2' })).toEqual([]);
});
