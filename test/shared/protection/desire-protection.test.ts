import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, decimal, print, sum, zero } from '../../../shared/money/decimal.ts';
import { type DesireInput, desireProtection } from '../../../shared/protection/desire-protection.ts';
import type { ProtectionPlan, ProtectiveLeg } from '../../../shared/protection/plan.ts';
import type { Level } from '../../../shared/signals/signal.ts';
import { BTCUSDT } from '../../support/build-signal.ts';

const d = decimal;
const rules = { ...BTCUSDT, stepSize: d('0.0001'), minQuantity: d('0.0001'), tickSize: d('0.01'), minNotional: d('5') };
const pct = (value: string, share?: string): Level => ({
  kind: 'pct',
  value: d(value),
  ...(share === undefined ? {} : { share: d(share) }),
});

function input(
  plan: Partial<ProtectionPlan>,
  over: Partial<DesireInput> & { side?: 'long' | 'short'; held?: string } = {},
): DesireInput {
  const { side = 'long', held = '0.01', ...rest } = over;
  return {
    plan: { takeProfits: [], ...plan },
    position: { side, quantity: d(held), entryPrice: d('60000') },
    rules,
    isBreakEvenReached: false,
    taken: new Map(),
    isPaired: false,
    ...rest,
  };
}

const holding = (maxQuantity: Decimal): DesireInput['rules'] => ({
  ...rules,
  marketLot: { minQuantity: d('0.0001'), maxQuantity, stepSize: d('0') },
});

function shown(leg: ProtectiveLeg): string {
  const { terms } = leg;
  const at =
    terms.type === 'limit'
      ? print(terms.price)
      : terms.type === 'stop_market' || terms.type === 'take_profit_market'
        ? print(terms.stopPrice)
        : `${terms.callbackBps}bps${terms.activationPrice === undefined ? '' : `@${print(terms.activationPrice)}`}`;
  return `${leg.role === 'stop' ? 'sl' : `tp${leg.level}`} ${print(leg.quantity)} ${terms.type} ${at}`;
}

function groups(given: DesireInput): string[] {
  return desireProtection(given).groups.map(({ takeProfit, stop }) =>
    [takeProfit, stop]
      .filter((leg) => leg !== undefined)
      .map(shown)
      .join(' | '),
  );
}

describe('desireProtection()', () => {
  it.each([
    {
      case: 'a stop in percent under a long',
      plan: { stopLoss: pct('2') },
      side: 'long',
      gives: ['sl 0.01 stop_market 58800'],
    },
    {
      case: 'a stop in percent over a short',
      plan: { stopLoss: pct('2') },
      side: 'short',
      gives: ['sl 0.01 stop_market 61200'],
    },
    {
      case: 'a stop at a price',
      plan: { stopLoss: { kind: 'abs', value: d('59000') } },
      side: 'long',
      gives: ['sl 0.01 stop_market 59000'],
    },
    {
      case: 'a stop by an amount',
      plan: { stopLoss: { kind: 'amount', value: d('500') } },
      side: 'long',
      gives: ['sl 0.01 stop_market 59500'],
    },
    {
      case: 'a take profit',
      plan: { takeProfits: [pct('10')] },
      side: 'long',
      gives: ['tp1 0.01 take_profit_market 66000'],
    },
    {
      case: 'a stop that follows',
      plan: { stopLoss: { ...pct('1.5'), trailing: true } },
      side: 'long',
      gives: ['sl 0.01 trailing_stop 150bps'],
    },
    {
      case: 'a stop that follows once the price has moved',
      plan: { stopLoss: { ...pct('1'), trailing: true, activation: d('2') } },
      side: 'short',
      gives: ['sl 0.01 trailing_stop 100bps@58800'],
    },
    {
      case: 'a ladder that sells all of it',
      plan: { takeProfits: [pct('1', '0.25'), pct('2', '0.25'), pct('3', '0.5')] },
      side: 'long',
      gives: [
        'tp1 0.0025 take_profit_market 60600',
        'tp2 0.0025 take_profit_market 61200',
        'tp3 0.005 take_profit_market 61800',
      ],
    },
    {
      case: 'levels without shares, evenly',
      plan: { takeProfits: [pct('1'), pct('2')] },
      side: 'long',
      gives: ['tp1 0.005 take_profit_market 60600', 'tp2 0.005 take_profit_market 61200'],
    },
  ] as const)('gives $case', ({ plan, side, gives }) => {
    expect(groups(input(plan as Partial<ProtectionPlan>, { side }))).toEqual(gives);
  });

  it('rounds a stop to where it triggers sooner, and a take profit to where it gives nothing away', () => {
    const plan = {
      stopLoss: { kind: 'abs', value: d('59000.004') },
      takeProfits: [{ kind: 'abs', value: d('61000.004') }],
    } as const;
    expect(groups(input(plan))).toEqual(['sl 0.01 stop_market 59000.01', 'tp1 0.01 take_profit_market 61000.01']);
    const short = {
      stopLoss: { kind: 'abs', value: d('61000.006') },
      takeProfits: [{ kind: 'abs', value: d('59000.006') }],
    } as const;
    expect(groups(input(short, { side: 'short' }))).toEqual([
      'sl 0.01 stop_market 61000',
      'tp1 0.01 take_profit_market 59000',
    ]);
  });

  it('pairs on spot each take profit with a stop behind the same quantity, and leaves a stop alone behind the rest', () => {
    const plan = { stopLoss: pct('2'), takeProfits: [pct('1', '0.25'), pct('2', '0.25')] };
    expect(groups(input(plan, { isPaired: true }))).toEqual([
      'tp1 0.0025 limit 60600 | sl 0.0025 stop_market 58800',
      'tp2 0.0025 limit 61200 | sl 0.0025 stop_market 58800',
      'sl 0.005 stop_market 58800',
    ]);
  });

  it('counts what a level took before, and gives the last one all that is left', () => {
    const plan = { takeProfits: [pct('1', '0.5'), pct('2', '0.5')] };
    expect(groups(input(plan, { held: '0.005', taken: new Map([[1, d('0.005')]]) }))).toEqual([
      'tp2 0.005 take_profit_market 61200',
    ]);
    expect(groups(input(plan, { held: '0.007', taken: new Map([[1, d('0.003')]]) }))).toEqual([
      'tp1 0.002 take_profit_market 60600',
      'tp2 0.005 take_profit_market 61200',
    ]);
  });

  it('lets a level that is too small alone go with its neighbour', () => {
    const plan = { takeProfits: [pct('1', '0.05'), pct('2', '0.9'), pct('3', '0.05')] };
    const given = { held: '0.001', rules: { ...rules, minQuantity: d('0.0002') } };
    expect(groups(input(plan, given))).toEqual(['tp2 0.001 take_profit_market 61200']);
  });

  it('says with the numbers what is too small to be protected', () => {
    const { groups: none, unprotected } = desireProtection(input({ stopLoss: pct('2') }, { held: '0.000001' }));
    expect(none).toEqual([]);
    expect(unprotected).toMatchObject([
      { role: 'stop', level: 0, reason: expect.stringContaining('below the minimum') },
    ]);
  });

  it('moves a stop to the entry once it was reached, and never back', () => {
    const breakEven = { kind: 'pct', trigger: d('1'), offset: d('0.1') } as const;
    expect(groups(input({ stopLoss: pct('2'), breakEven }))).toEqual(['sl 0.01 stop_market 58800']);
    expect(groups(input({ stopLoss: pct('2'), breakEven }, { isBreakEvenReached: true }))).toEqual([
      'sl 0.01 stop_market 60060',
    ]);
    const tighter = { stopLoss: { kind: 'abs', value: d('60500') }, breakEven } as const;
    expect(groups(input(tighter, { isBreakEvenReached: true }))).toEqual(['sl 0.01 stop_market 60500']);
  });

  it('says that a take profit that trails cannot stand beside a stop on spot', () => {
    const plan = { stopLoss: pct('2'), takeProfits: [{ ...pct('3'), trailing: true, distance: d('1') }] };
    const found = desireProtection(input(plan, { isPaired: true }));
    expect(found.groups.map(({ stop }) => stop && shown(stop))).toEqual(['sl 0.01 stop_market 58800']);
    expect(found.unprotected).toMatchObject([{ role: 'take_profit', level: 1 }]);
    expect(groups(input(plan))).toEqual(['sl 0.01 stop_market 58800', 'tp1 0.01 trailing_stop 100bps@61800']);
  });

  it('says that a take profit cannot stand on spot beside a stop that begins to trail above the market', () => {
    const stopLoss: Level = { ...pct('1'), trailing: true, activation: d('2') };
    const found = desireProtection(input({ stopLoss, takeProfits: [pct('5')] }, { isPaired: true }));
    expect(found.groups.map(({ takeProfit, stop }) => [takeProfit, stop && shown(stop)])).toEqual([
      [undefined, 'sl 0.01 trailing_stop 100bps@61200'],
    ]);
    expect(found.unprotected).toMatchObject([
      { role: 'take_profit', level: 1, reason: expect.stringContaining('begins to trail at "61200"') },
    ]);
  });

  describe('of a position that is more than one order holds', () => {
    const marketLot = { minQuantity: d('0.0001'), maxQuantity: d('0.004'), stepSize: d('0') };
    const many = { ...rules, marketLot };
    const plan = { stopLoss: pct('2'), takeProfits: [pct('1', '0.5'), pct('2', '0.5')] };

    it('is several stops and targets, each as much as a market order may be', () => {
      expect(groups(input(plan, { rules: many }))).toEqual([
        'sl 0.0034 stop_market 58800',
        'sl 0.0034 stop_market 58800',
        'sl 0.0032 stop_market 58800',
        'tp1 0.0025 take_profit_market 60600',
        'tp1 0.0025 take_profit_market 60600',
        'tp2 0.0025 take_profit_market 61200',
        'tp2 0.0025 take_profit_market 61200',
      ]);
    });

    it('is several pairs on spot, and a limit that stands alone as much as a limit may be', () => {
      expect(groups(input(plan, { rules: many, isPaired: true }))).toEqual([
        'tp1 0.0025 limit 60600 | sl 0.0025 stop_market 58800',
        'tp1 0.0025 limit 60600 | sl 0.0025 stop_market 58800',
        'tp2 0.0025 limit 61200 | sl 0.0025 stop_market 58800',
        'tp2 0.0025 limit 61200 | sl 0.0025 stop_market 58800',
      ]);
      expect(groups(input({ takeProfits: [pct('1')] }, { rules: many, isPaired: true }))).toEqual([
        'tp1 0.01 limit 60600',
      ]);
    });

    it('says what has no stop when there are not places enough for all of it', () => {
      const found = desireProtection(input(plan, { rules: many, places: 2 }));
      expect(found.groups.map(({ stop }) => stop && shown(stop))).toEqual([
        'sl 0.0034 stop_market 58800',
        'sl 0.0034 stop_market 58800',
      ]);
      expect(found.unprotected).toMatchObject([
        { role: 'stop', reason: expect.stringContaining('no stop stands for "0.0032"') },
        { role: 'take_profit', level: 1 },
        { role: 'take_profit', level: 2 },
      ]);
    });
  });

  describe('with more levels than orders that may wait', () => {
    const takeProfits = ['1', '2', '3', '4', '5', '6', '7', '8'].map((value) => pct(value));
    const levels = { held: '0.08', places: 5 };

    it('keeps a stop for all of the position on spot, and the targets that are nearest', () => {
      const found = desireProtection(input({ stopLoss: pct('2'), takeProfits }, { ...levels, isPaired: true }));
      expect(groups(input({ stopLoss: pct('2'), takeProfits }, { ...levels, isPaired: true }))).toEqual([
        'tp1 0.01 limit 60600 | sl 0.01 stop_market 58800',
        'tp2 0.01 limit 61200 | sl 0.01 stop_market 58800',
        'tp3 0.01 limit 61800 | sl 0.01 stop_market 58800',
        'tp4 0.01 limit 62400 | sl 0.01 stop_market 58800',
        'sl 0.04 stop_market 58800',
      ]);
      expect(found.unprotected.map(({ level }) => level)).toEqual([5, 6, 7, 8]);
    });

    it('takes the nearest whatever their order, and finds the next a place when one is taken', () => {
      const backwards = [...takeProfits].reverse();
      const given = input({ stopLoss: pct('2'), takeProfits: backwards }, { ...levels, isPaired: true });
      expect(groups(given)[0]).toBe('tp5 0.01 limit 62400 | sl 0.01 stop_market 58800');
      const taken = new Map([[8, d('0.01')]]);
      expect(groups({ ...given, taken, position: { ...given.position, quantity: d('0.07') } })[0]).toBe(
        'tp4 0.01 limit 63000 | sl 0.01 stop_market 58800',
      );
    });

    it('keeps a place for the stop on USD-M', () => {
      const found = desireProtection(input({ stopLoss: pct('2'), takeProfits }, levels));
      expect(found.groups.map(({ takeProfit }) => takeProfit?.level ?? 0)).toEqual([0, 1, 2, 3, 4]);
      expect(found.unprotected.map(({ level }) => level)).toEqual([5, 6, 7, 8]);
    });

    it('lets targets without a stop rest on spot as many as there are', () => {
      expect(groups(input({ takeProfits }, { ...levels, isPaired: true }))).toHaveLength(8);
    });
  });

  it('never sells more than is held, and with a stop never leaves a step of it bare', () => {
    const level = fc.record({
      value: fc.integer({ min: 1, max: 50 }),
      share: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(
        fc.array(level, { maxLength: 8 }),
        fc.integer({ min: 20, max: 500_000 }),
        fc.boolean(),
        fc.boolean(),
        fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
        fc.option(fc.integer({ min: 20, max: 100_000 }), { nil: undefined }),
        (levels, steps, isPaired, isLong, places, most) => {
          const takeProfits = levels.map(({ value, share }) =>
            pct(String(value), share === undefined ? undefined : d(String(share)).div('100').toFixed()),
          );
          const held = d(String(steps)).times(rules.stepSize);
          const given = input(
            { stopLoss: pct('2'), takeProfits },
            {
              ...{ held: print(held), isPaired, side: isLong ? 'long' : 'short' },
              ...(places === undefined ? {} : { places }),
              ...(most === undefined ? {} : { rules: holding(d(String(most)).times(rules.stepSize)) }),
            },
          );
          const { groups: found, unprotected } = desireProtection(given);
          const total = (legs: (ProtectiveLeg | undefined)[]): Decimal => sum(legs.map((leg) => leg?.quantity ?? zero));
          const stops = total(found.map(({ stop }) => stop));
          expect(total(found.map(({ takeProfit }) => takeProfit)).lte(held)).toBe(true);
          expect(stops.lte(held)).toBe(true);
          if (!unprotected.some(({ role }) => role === 'stop')) expect(print(stops)).toBe(print(held));
          const legs = found.flatMap(({ stop, takeProfit }) => [stop, takeProfit]).filter((leg) => leg !== undefined);
          expect(legs.filter(({ terms }) => terms.type !== 'limit').length).toBeLessThanOrEqual(places ?? legs.length);
          if (most !== undefined) {
            const largest = d(String(most)).times(rules.stepSize);
            expect(legs.every(({ quantity }) => quantity.lte(largest))).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
