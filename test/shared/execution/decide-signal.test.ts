import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideSignal } from '../../../shared/execution/decide-signal.ts';
import type { Decision, DecisionInput } from '../../../shared/execution/decision.ts';
import { decimal, print } from '../../../shared/money/decimal.ts';
import { INTENTS, type Signal } from '../../../shared/signals/signal.ts';
import type { Strategy } from '../../../shared/strategies/strategy.ts';
import { aDecisionInput, aPosition, aSignal, aStrategy } from '../../support/build-signal.ts';
import { NOW } from '../../support/fixed.ts';

/** A decision in a line: `close sell 0.5, open sell 0.3`, `denied rule`, `no_op code`. */
function told(decision: Decision): string {
  switch (decision.kind) {
    case 'orders': {
      const orders = decision.orders.map(({ draft }) => `${draft.purpose} ${draft.side} ${print(draft.quantity)}`);
      const { denial, heldOrder } = decision;
      const held = heldOrder === undefined ? [] : [`held ${heldOrder.draft.side} ${print(heldOrder.draft.quantity)}`];
      return [...orders, ...(denial ? [`denied ${denial.rule}`] : []), ...held].join(', ');
    }
    case 'denied':
      return `denied ${decision.denial.rule}`;
    case 'held':
      return `held ${decision.heldOrder.draft.side} ${print(decision.heldOrder.draft.quantity)}`;
    case 'stopped':
      return `stopped ${decision.rule}`;
    case 'no_op':
      return `no_op ${decision.code}`;
    case 'command':
      return decision.command;
  }
}

type Row = {
  case: string;
  signal: Partial<Signal>;
  held?: string;
  market?: 'spot' | 'usdm';
  strategy?: Partial<Strategy>;
  told: string;
};

const base = (value: string) => ({ type: 'base' as const, value: decimal(value) });
const target = (side: 'long' | 'short' | 'flat', quantity?: string): Partial<Signal> => ({
  intent: 'target_position',
  targetSide: side,
  ...(quantity === undefined ? {} : { targetQuantity: decimal(quantity) }),
});

const worth = (value: string): Partial<Signal> => ({
  ...target('long'),
  size: { type: 'quote', value: decimal(value) },
});

describe('decideSignal() follows the transition table', () => {
  it.each<Row>([
    {
      case: 'a spot buy after commission was taken out of base that was not ours',
      signal: { intent: 'buy' },
      held: '-0.5',
      market: 'spot',
      told: 'add buy 0.01',
    },
    {
      case: 'a turn that may only reduce',
      signal: { ...target('short', '0.3'), reduceOnly: true },
      held: '0.5',
      told: 'close sell 0.5',
    },
    {
      case: 'less of the same side that may only reduce',
      signal: { ...target('long', '0.3'), reduceOnly: true },
      held: '0.5',
      told: 'reduce sell 0.2',
    },
    {
      case: 'more of the same side that may only reduce',
      signal: { ...target('long', '0.7'), reduceOnly: true },
      held: '0.5',
      told: 'no_op reduce_only',
    },
    {
      case: 'a position that may only be reduced',
      signal: { ...target('long'), reduceOnly: true },
      told: 'no_op reduce_only',
    },
    { case: 'buy while flat', signal: { intent: 'buy' }, told: 'open buy 0.01' },
    { case: 'sell while flat', signal: { intent: 'sell' }, told: 'open sell 0.01' },
    { case: 'buy while long', signal: { intent: 'buy' }, held: '0.5', told: 'add buy 0.01' },
    { case: 'buy while short', signal: { intent: 'buy' }, held: '-0.5', told: 'close buy 0.5, open buy 0.01' },
    { case: 'sell while long', signal: { intent: 'sell' }, held: '0.5', told: 'close sell 0.5, open sell 0.01' },
    {
      case: 'sell while long, long only',
      signal: { intent: 'sell' },
      held: '0.5',
      strategy: { sideRule: 'long_only' },
      told: 'close sell 0.5',
    },
    {
      case: 'sell while flat, long only',
      signal: { intent: 'sell' },
      strategy: { sideRule: 'long_only' },
      told: 'no_op already_flat',
    },
    {
      case: 'buy while short, short only',
      signal: { intent: 'buy' },
      held: '-0.5',
      strategy: { sideRule: 'short_only' },
      told: 'close buy 0.5',
    },
    {
      case: 'sell while long on spot',
      signal: { intent: 'sell' },
      held: '0.5',
      market: 'spot',
      told: 'close sell 0.5',
    },
    {
      case: 'sell while flat on spot',
      signal: { intent: 'sell' },
      market: 'spot',
      told: 'denied short_not_possible_on_spot',
    },
    {
      case: 'open_short while long on spot',
      signal: { intent: 'open_short' },
      held: '0.5',
      market: 'spot',
      told: 'close sell 0.5, denied short_not_possible_on_spot',
    },
    { case: 'new levels while flat', signal: { intent: 'modify_protection' }, told: 'no_op no_position' },
    {
      case: 'new levels without any',
      signal: { intent: 'modify_protection' },
      held: '0.5',
      told: 'no_op nothing_asked',
    },
    {
      case: 'new levels',
      signal: { intent: 'modify_protection', stopLoss: { kind: 'pct', value: decimal('1') } },
      held: '0.5',
      told: 'modify_protection',
    },
    {
      case: 'new levels of the other side',
      signal: { intent: 'modify_protection', targetSide: 'short', stopLoss: { kind: 'pct', value: decimal('1') } },
      held: '0.5',
      told: 'no_op not_short',
    },
    { case: 'target long from flat', signal: target('long', '0.2'), told: 'open buy 0.2' },
    { case: 'target long, bigger', signal: target('long', '0.7'), held: '0.5', told: 'add buy 0.2' },
    { case: 'target long, smaller', signal: target('long', '0.2'), held: '0.5', told: 'reduce sell 0.3' },
    { case: 'target long, reached already', signal: target('long', '0.5'), held: '0.5', told: 'no_op already_there' },
    {
      case: 'target short from long: the target, not the order of both',
      signal: { ...target('short', '0.2'), size: base('0.7') },
      held: '0.5',
      told: 'close sell 0.5, open sell 0.2',
    },
    {
      case: 'target long from short',
      signal: target('long', '0.2'),
      held: '-0.5',
      told: 'close buy 0.5, open buy 0.2',
    },
    {
      case: 'target flat from long',
      signal: { ...target('flat'), orderSide: 'sell' },
      held: '0.5',
      told: 'close sell 0.5',
    },
    { case: 'target flat from flat', signal: target('flat'), told: 'no_op already_flat' },
    {
      case: 'target wins over the side',
      signal: { ...target('flat'), orderSide: 'buy' },
      held: '-0.5',
      told: 'close buy 0.5',
    },
    {
      case: 'same side, no target size, order adds',
      signal: { ...target('long'), orderSide: 'buy' },
      held: '0.5',
      told: 'add buy 0.01',
    },
    { case: 'a target in money, worth more', signal: worth('30000'), held: '0.5', told: 'add buy 0.1' },
    { case: 'a target in money, worth less', signal: worth('20000'), held: '0.5', told: 'reduce sell 0.1' },
    {
      case: 'a target in money, but for less than an order',
      signal: worth('25004'),
      held: '0.5',
      told: 'no_op already_there',
    },
    {
      case: 'a target in money, as its cost',
      signal: { ...worth('3000'), isSizeMargin: true, leverage: decimal('10') },
      held: '0.5',
      told: 'add buy 0.1',
    },
    {
      case: 'a smaller target without a price',
      signal: { ...target('long', '0.3'), signalPrice: undefined },
      held: '0.5',
      told: 'reduce sell 0.2',
    },
    {
      case: 'a larger target beside a size that is a cost',
      signal: { ...target('long', '0.6'), isSizeMargin: true, leverage: decimal('10') },
      held: '0.5',
      told: 'add buy 0.1',
    },
    {
      case: 'a target in money, by its own sizing',
      signal: worth('30000'),
      held: '0.5',
      strategy: { sizeFromAlert: false },
      told: 'no_op already_there',
    },
    {
      case: 'same side, no target size, order reduces',
      signal: { ...target('long'), orderSide: 'sell' },
      held: '0.5',
      told: 'reduce sell 0.01',
    },
    {
      case: 'own sizing: chart shrank by half',
      signal: { ...target('long', '1'), previousQuantity: decimal('2') },
      held: '0.5',
      strategy: { sizeFromAlert: false },
      told: 'reduce sell 0.25',
    },
    {
      case: 'own sizing: chart grew',
      signal: { ...target('long', '3'), previousQuantity: decimal('2') },
      held: '0.5',
      strategy: { sizeFromAlert: false },
      told: 'add buy 0.002',
    },
    {
      case: 'close_long while long',
      signal: { intent: 'close_long', size: base('0.1') },
      held: '0.5',
      told: 'close sell 0.5',
    },
    { case: 'close_long while short', signal: { intent: 'close_long' }, held: '-0.5', told: 'no_op not_long' },
    { case: 'close_short while flat', signal: { intent: 'close_short' }, told: 'no_op already_flat' },
    { case: 'flat while short', signal: { intent: 'flat' }, held: '-0.5', told: 'close buy 0.5' },
    {
      case: 'reduce half of a position',
      signal: { intent: 'reduce', size: { type: 'pct_position', value: decimal('50') } },
      held: '0.5',
      told: 'reduce sell 0.25',
    },
    {
      case: 'reduce by more than is held',
      signal: { intent: 'reduce', size: base('9') },
      held: '0.5',
      told: 'close sell 0.5',
    },
    {
      case: 'reduce a short that is a long',
      signal: { intent: 'reduce', targetSide: 'short', size: base('0.1') },
      held: '0.5',
      told: 'no_op not_short',
    },
    { case: 'add while flat', signal: { intent: 'add' }, told: 'no_op nothing_to_add_to' },
    {
      case: 'add to a long while short',
      signal: { intent: 'add', targetSide: 'long' },
      held: '-0.5',
      told: 'no_op not_long',
    },
    { case: 'add while short', signal: { intent: 'add' }, held: '-0.5', told: 'add sell 0.01' },
    { case: 'dust counts as flat', signal: { intent: 'flat' }, held: '0.0009', told: 'no_op already_flat' },
    { case: 'a test message', signal: { dryRun: true }, told: 'no_op dry_run' },
    { case: 'cancel', signal: { intent: 'cancel_orders' }, told: 'cancel_orders' },
    { case: 'a test of cancel', signal: { intent: 'cancel_orders', dryRun: true }, told: 'no_op dry_run' },
  ])('$case: $told', ({ signal, held, market = 'usdm', strategy, told: expected }) => {
    const decision = decideSignal(
      aDecisionInput({
        market,
        signal: aSignal(signal),
        strategy: aStrategy(strategy),
        position: held === undefined ? undefined : aPosition(held, { market }),
      }),
    );
    expect(told(decision)).toBe(expected);
  });
});

describe('decideSignal() denies entries by rule, with figures', () => {
  it.each<{ case: string; input: Partial<DecisionInput>; rule: string; reason: string }>([
    {
      case: 'a disabled strategy',
      input: { strategy: aStrategy({ status: 'disabled' }) },
      rule: 'strategy_enabled',
      reason: '"demo" is disabled',
    },
    {
      case: 'halted trading',
      input: { tradingState: { state: 'halted', reason: 'news' } },
      rule: 'trading_state',
      reason: 'halted: news',
    },
    { case: 'reducing', input: { tradingState: { state: 'reducing' } }, rule: 'trading_state', reason: 'reducing' },
    {
      case: 'another symbol',
      input: { strategy: aStrategy({ limits: { allowedSymbols: ['ETHUSDT'] } }) },
      rule: 'allowed_symbols',
      reason: 'ETHUSDT',
    },
    {
      case: 'an order too large',
      input: { strategy: aStrategy({ limits: { maxOrderNotional: decimal('499.99') } }) },
      rule: 'max_order_notional',
      reason: '"500" is above the limit "499.99"',
    },
    {
      case: 'a position too large',
      input: { position: aPosition('0.5'), strategy: aStrategy({ limits: { maxPositionNotional: decimal('25000') } }) },
      rule: 'max_position_notional',
      reason: '"25500"',
    },
    {
      case: 'an old alert',
      input: { signal: aSignal({ signalAt: new Date(NOW.getTime() - 121_000).toISOString() }) },
      rule: 'max_alert_age',
      reason: '121.0 s old, the limit is 120 s',
    },
    {
      case: 'an alert past its own limit',
      input: { signal: aSignal({ maxLagSeconds: 30, signalAt: new Date(NOW.getTime() - 42_000).toISOString() }) },
      rule: 'max_alert_age',
      reason: '42.0 s old, the limit is 30 s',
    },
    {
      case: 'an unknown symbol',
      input: { rules: undefined, symbol: 'BTCUSTD', nearestSymbols: ['BTCUSDT'] },
      rule: 'symbol_known',
      reason: 'nearest: BTCUSDT',
    },
    {
      case: 'too little to send',
      input: { signal: aSignal({ size: { type: 'quote', value: decimal('40') } }) },
      rule: 'min_quantity',
      reason: '"0" is below the minimum "0.001"',
    },
    {
      case: 'no price',
      input: { signal: aSignal({ signalPrice: undefined }) },
      rule: 'price_known',
      reason: '{{close}}',
    },
    {
      case: 'a stop order where the exchange takes none',
      input: { signal: aSignal({ orderType: 'stop' }), takesConditional: false },
      rule: 'order_type',
      reason: 'allowed are market, limit',
    },
    {
      case: 'a limit order without its price',
      input: { signal: aSignal({ orderType: 'limit' }) },
      rule: 'limit_price',
      reason: 'limitPrice',
    },
    {
      case: 'a share of unknown equity',
      input: { signal: aSignal({ size: { type: 'pct_equity', value: decimal('5') } }) },
      rule: 'equity_known',
      reason: 'equity',
    },
  ])('$case: $rule', ({ input, rule, reason }) => {
    const decision = decideSignal(aDecisionInput(input));
    expect(decision).toMatchObject({ kind: 'denied', denial: { rule } });
    expect(decision.kind === 'denied' && decision.denial.reason).toContain(reason);
  });

  it('keeps the close of a flip whose entry is denied', () => {
    const decision = decideSignal(
      aDecisionInput({
        signal: aSignal({ intent: 'buy' }),
        position: aPosition('-0.5'),
        tradingState: { state: 'halted' },
      }),
    );
    expect(told(decision)).toBe('close buy 0.5, denied trading_state');
  });

  it('judges the entry of a flip by the position it makes, not by the one it closes', () => {
    const strategy = aStrategy({ limits: { maxPositionNotional: decimal('600') } });
    const decision = decideSignal(aDecisionInput({ strategy, position: aPosition('-0.5') }));
    expect(told(decision)).toBe('close buy 0.5, open buy 0.01');
  });

  it('sizes by the strategy when the message has no size, or is not asked', () => {
    expect(told(decideSignal(aDecisionInput({ signal: aSignal({ size: { type: 'strategy_default' } }) })))).toBe(
      'open buy 0.002',
    );
    expect(told(decideSignal(aDecisionInput({ strategy: aStrategy({ sizeFromAlert: false }) })))).toBe(
      'open buy 0.002',
    );
  });

  it('rounds a limit price to the tick in favour of the trader', () => {
    const decision = decideSignal(
      aDecisionInput({ signal: aSignal({ orderType: 'limit', price: decimal('49999.97') }) }),
    );
    expect(decision.kind === 'orders' && decision.orders[0]?.draft).toMatchObject({
      type: 'limit',
      price: decimal('49999.9'),
    });
  });
});

describe('decideSignal() never blocks an exit', () => {
  const input = fc.record({
    intent: fc.constantFrom(...INTENTS),
    held: fc.integer({ min: -900, max: 900 }),
    quantity: fc.integer({ min: 1, max: 2_000 }),
    state: fc.constantFrom('active' as const, 'reducing' as const, 'halted' as const),
    status: fc.constantFrom('enabled' as const, 'disabled' as const),
    market: fc.constantFrom('spot' as const, 'usdm' as const),
    target: fc.constantFrom('long' as const, 'short' as const, 'flat' as const, undefined),
    ageSeconds: fc.integer({ min: 0, max: 10_000 }),
  });
  const milli = (units: number): string => decimal(String(units)).div('1000').toFixed();

  it('asks for no more than is held, and lets every rule pass', () => {
    fc.assert(
      fc.property(input, (given) => {
        const held = given.market === 'spot' ? Math.abs(given.held) : given.held;
        const decision = decideSignal(
          aDecisionInput({
            market: given.market,
            tradingState: { state: given.state },
            strategy: aStrategy({
              status: given.status,
              limits: { maxOrderNotional: decimal('1'), allowedSymbols: ['NONE'] },
            }),
            position: held === 0 ? undefined : aPosition(milli(held), { market: given.market }),
            signal: aSignal({
              intent: given.intent,
              size: base(milli(given.quantity)),
              ...(given.target === undefined ? {} : { targetSide: given.target }),
              signalAt: new Date(NOW.getTime() - given.ageSeconds * 1000).toISOString(),
            }),
          }),
        );
        const orders = decision.kind === 'orders' ? decision.orders : [];
        for (const { draft } of orders) {
          expect(draft.reduceOnly, 'limits of 1 USDT leave exits only').toBe(true);
          expect(draft.side).toBe(held > 0 ? 'sell' : 'buy');
          expect(draft.quantity.lte(milli(Math.abs(held)))).toBe(true);
        }
        const mustClose = given.intent === 'flat' || (given.intent === 'target_position' && given.target === 'flat');
        if (mustClose && held !== 0)
          expect(told(decision)).toBe(`close ${held > 0 ? 'sell' : 'buy'} ${milli(Math.abs(held))}`);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('decideSignal() hands on the price that the alert brought, and no other', () => {
  it.each([
    {
      case: 'an alert with a price',
      signal: {},
      isReplay: false,
      lastPrice: '49000',
      referencePrice: '50000',
      decidedOn: '50000',
    },
    {
      case: 'an alert without one',
      signal: { signalPrice: undefined },
      isReplay: false,
      lastPrice: '49000',
      referencePrice: undefined,
      decidedOn: '49000',
    },
    { case: 'a replay', signal: {}, isReplay: true, lastPrice: '49000', referencePrice: undefined, decidedOn: '49000' },
    {
      case: 'a replay where no price is known',
      signal: {},
      isReplay: true,
      lastPrice: undefined,
      referencePrice: '50000',
      decidedOn: '50000',
    },
    {
      case: 'a limit order',
      signal: { orderType: 'limit' as const, price: decimal('48000') },
      isReplay: false,
      lastPrice: undefined,
      referencePrice: '50000',
      decidedOn: '48000',
    },
  ])('$case: $referencePrice', ({ signal, isReplay, lastPrice, referencePrice, decidedOn }) => {
    const decision = decideSignal(
      aDecisionInput({
        signal: aSignal(signal),
        isReplay,
        lastPrice: lastPrice === undefined ? undefined : decimal(lastPrice),
      }),
    );
    const order = decision.kind === 'orders' ? decision.orders[0] : undefined;
    expect(order?.referencePrice?.toFixed()).toBe(referencePrice);
    expect(order?.price.toFixed()).toBe(decidedOn);
  });
});

describe('decideSignal() where nobody names a symbol', () => {
  const without = (intent: Signal['intent']) =>
    decideSignal(aDecisionInput({ symbol: '*', rules: undefined, signal: aSignal({ intent, symbol: undefined }) }));

  it.each(['buy', 'flat', 'cancel_orders', 'modify_protection'] as const)('says so of %s, by name', (intent) => {
    expect(without(intent)).toEqual({
      kind: 'denied',
      denial: { rule: 'symbol_named', reason: expect.stringMatching(/names no symbol.*"demo".*"defaultSymbol"/) },
    });
  });

  it('needs none for what is about the strategy', () => {
    expect(without('disable')).toMatchObject({ kind: 'command', command: 'disable' });
  });
});

it.each([
  { size: { type: 'quote', value: decimal('100') } as const, intent: 'open_long' as const },
  { size: { type: 'quote', value: decimal('100') } as const, intent: 'reduce' as const, position: aPosition('0.5') },
])('a price of 0 is none: $intent by money is decided without it', ({ size, intent, position }) => {
  const nothing = decimal('0');
  const input = aDecisionInput({
    signal: aSignal({ intent, size, signalPrice: nothing }),
    lastPrice: nothing,
    position,
  });
  expect(decideSignal(input)).toMatchObject(
    position === undefined ? { kind: 'denied', denial: { rule: 'price_known' } } : { kind: 'orders' },
  );
});
