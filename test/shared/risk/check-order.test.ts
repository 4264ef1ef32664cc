import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LIMIT_SCOPES, type RiskLimits } from '../../../shared/limits/limits.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { checkOrder, checkStanding, RISK_RULES, STANDING_RULES } from '../../../shared/risk/check-order.ts';
import type { RiskInput } from '../../../shared/risk/risk.ts';
import { DELAYED_DATA } from '../../../shared/signals/signal.ts';
import { anEntry, aRiskBook, aRiskInput, limitsOf, traded } from '../../support/build-risk.ts';
import { aSignal, aStrategy } from '../../support/build-signal.ts';
import { NOW } from '../../support/fixed.ts';

/** Limits that nothing passes. */
const TIGHTEST: RiskLimits = {
  maxOrderNotional: decimal('0.01'),
  maxPositionNotional: decimal('0.01'),
  maxExposure: decimal('0.01'),
  maxLeverage: decimal('0.5'),
  maxOpenPositions: 1,
  maxOrdersPerMinute: 1,
  maxDailyLoss: decimal('0.01'),
  maxDrawdownFraction: decimal('0.01'),
  onLossLimit: 'halted',
  maxLossesInRow: 1,
  cooldownAfterLossSeconds: 1_000,
  cooldownAfterExitSeconds: 1_000,
  maxPriceDeviationFraction: decimal('0.0001'),
  maxAlertAgeSeconds: 1,
  tradingHours: [{ from: '01:00', to: '01:01' }],
  allowedSymbols: ['NONEUSDT'],
};

const money = decimal('1000');
const WORST = aRiskInput({
  strategy: aStrategy({ status: 'disabled', onDifference: 'halt' }),
  accountMode: 'live',
  signal: aSignal({ extras: DELAYED_DATA }),
  tradingState: { state: 'halted' },
  receivedAt: new Date(NOW.getTime() - 3_600_000),
  leverage: decimal('20'),
  last: { price: decimal('1'), seenAt: NOW },
  book: aRiskBook({
    held: [{ ...traded({ symbol: 'ETHUSDT' }), exposure: money, unrealizedPnl: money.neg() }],
    recentOrders: [{ ...traded(), count: 9 }],
    closed: [{ ...traded(), netPnl: money.neg(), closedAt: NOW }],
    lastClosed: [{ ...traded(), exitAt: NOW, lossAt: NOW }],
    account: {
      since: NOW,
      realizedPnl: money.neg(),
      unrealizedBefore: decimal('0'),
      equity: { value: decimal('1'), at: NOW },
      peak: { value: money, at: NOW },
    },
  }),
});

const names = (rules: readonly { name: string }[]): string[] => rules.map(({ name }) => name);
const someLimits = fc.record(
  Object.fromEntries(Object.entries(TIGHTEST).map(([name, value]) => [name, fc.constant(value)])),
  { requiredKeys: [] },
);
const limits = fc.array(fc.tuple(fc.constantFrom(...LIMIT_SCOPES), someLimits), { maxLength: 4 });

it('every rule denies an entry when its limit is as tight as can be', () => {
  const input: RiskInput = { ...WORST, limits: [limitsOf('user', TIGHTEST)] };
  const silent = RISK_RULES.filter((rule) => rule(input) === undefined);
  expect(names(silent)).toEqual([]);
  expect(names(STANDING_RULES.filter((rule) => rule(input) === undefined))).toEqual([]);
});

it('checkOrder() and checkStanding() let every exit pass, whatever the limits', () => {
  const exits = fc.constantFrom(
    anEntry({ reduceOnly: true, purpose: 'reduce' }),
    anEntry({ reduceOnly: true, purpose: 'close' }),
    anEntry({ reduceOnly: false, purpose: 'reduce' }),
    anEntry({ reduceOnly: false, purpose: 'close', side: 'sell' }),
    anEntry({ reduceOnly: true, purpose: 'open' }),
  );
  fc.assert(
    fc.property(exits, limits, (order, scoped) => {
      const input = { ...WORST, order, limits: scoped.map(([scope, own]) => limitsOf(scope, own)) };
      expect(checkOrder(input)).toBeUndefined();
      expect(checkStanding(input)).toBeUndefined();
    }),
  );
});

it('checkOrder() never allows more because a limit is added', () => {
  fc.assert(
    fc.property(limits, limits, (some, more) => {
      const input = { ...WORST, strategy: aStrategy(), tradingState: { state: 'active' as const }, receivedAt: NOW };
      const scoped = (list: typeof some) => list.map(([scope, own]) => limitsOf(scope, own));
      const few = checkOrder({ ...input, signal: aSignal(), limits: scoped(some) });
      const all = checkOrder({ ...input, signal: aSignal(), limits: scoped([...some, ...more]) });
      if (few !== undefined) expect(all).toBeDefined();
    }),
  );
});

it('every denial says its rule, its limit and the figure in words', () => {
  fc.assert(
    fc.property(limits, (scoped) => {
      const input = { ...WORST, strategy: aStrategy(), tradingState: { state: 'active' as const } };
      const denial = checkOrder({ ...input, limits: scoped.map(([scope, own]) => limitsOf(scope, own)) });
      if (denial?.limit === undefined || denial.actual === undefined) return;
      expect(denial.reason).toContain(denial.limit);
      expect(denial.reason).toContain(denial.actual);
      expect(denial.rule).toMatch(/^[a-z_]+$/);
    }),
  );
});
