import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/money/decimal.ts';
import { changePlan, type PlanChange } from '../../../shared/protection/change-plan.ts';
import type { ProtectionPlan } from '../../../shared/protection/plan.ts';
import { BTCUSDT } from '../../support/build-signal.ts';
import { NOW } from '../../support/fixed.ts';

const d = decimal;
const plan: ProtectionPlan = {
  takeProfits: [{ kind: 'pct', value: d('2') }],
  stopLoss: { kind: 'pct', value: d('1') },
  breakEven: { kind: 'pct', trigger: d('1') },
};

const change = (levels: Partial<PlanChange['levels']>, rest: Partial<PlanChange> = {}): ProtectionPlan =>
  changePlan({
    ...{ plan, levels: { takeProfits: [], ...levels }, rules: BTCUSDT, marketPrice: d('60000'), at: NOW },
    ...{ position: { side: 'long', quantity: d('1'), entryPrice: d('50000') }, ...rest },
  });

describe('changePlan()', () => {
  it('takes the new stop, and the break-even of the old one away', () => {
    const stopLoss = { kind: 'abs' as const, value: d('49000') };
    const changed = change({ stopLoss });
    expect(changed).toMatchObject({ stopLoss, takeProfits: plan.takeProfits });
    expect(changed).not.toHaveProperty('breakEven');
    expect(changed).not.toHaveProperty('targetsSince');
  });

  it('takes new targets from now on, and leaves the stop', () => {
    const takeProfits = [{ kind: 'abs' as const, value: d('70000') }];
    expect(change({ takeProfits })).toMatchObject({ ...plan, takeProfits, targetsSince: NOW });
  });

  it('takes a break-even alone', () => {
    const breakEven = { kind: 'pct' as const, trigger: d('3') };
    expect(change({ breakEven })).toMatchObject({ ...plan, breakEven });
  });

  it.each([
    { side: 'long' as const, stop: '59400', target: '61200' },
    { side: 'short' as const, stop: '60600', target: '58800' },
  ])('works a distance from the market out at once for a $side', ({ side, stop, target }) => {
    const from = (value: string) => ({ kind: 'pct' as const, value: d(value), from: 'market' as const, share: d('1') });
    const position = { side, quantity: d('1'), entryPrice: d('50000') };
    expect(change({ stopLoss: from('1'), takeProfits: [from('2')] }, { position })).toMatchObject({
      stopLoss: { kind: 'abs', value: d(stop), share: d('1') },
      takeProfits: [{ kind: 'abs', value: d(target) }],
    });
  });

  it('makes a plan where there was none', () => {
    const stopLoss = { kind: 'abs' as const, value: d('49000') };
    expect(change({ stopLoss }, { plan: undefined })).toEqual({
      ...{ takeProfits: [], stopLoss, marketPrice: d('60000') },
    });
  });
});
