import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/money/decimal.ts';
import { type AssumedOutlook, type Outlook, previewStep } from '../../../shared/preview/preview-step.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { anOrder } from '../../support/build-order.ts';
import { aRiskBook, limitsOf, traded } from '../../support/build-risk.ts';
import { aDecisionInput, aPosition, aRiskContext, aSignal, aStrategy, BTCUSDT } from '../../support/build-signal.ts';

const SPOT = { ...BTCUSDT, market: 'spot' as const };

function said({ decision }: Outlook): string {
  if (decision.kind === 'no_op') return decision.code;
  if (decision.kind === 'denied') return `denied ${decision.denial.rule}`;
  if (decision.kind === 'command') return decision.command;
  if (decision.kind === 'held' || decision.kind === 'stopped') return decision.kind;
  const orders = decision.orders.map(({ draft }) => `${draft.purpose} ${draft.side} ${draft.quantity.toFixed()}`);
  return [...orders, ...(decision.denial ? [`denied ${decision.denial.rule}`] : [])].join(', ');
}

const byCase = (assumed: readonly AssumedOutlook[]) => Object.fromEntries(assumed.map((one) => [one.held, said(one)]));
const preview = (signal: Partial<Signal>, input: Parameters<typeof aDecisionInput>[0] = {}) =>
  previewStep(aDecisionInput({ signal: aSignal(signal), ...input }));

describe('previewStep()', () => {
  it.each([
    {
      case: 'a buy',
      signal: { intent: 'buy' as const },
      cases: { flat: 'open buy 0.01', long: 'add buy 0.01', short: 'close buy 0.002, open buy 0.01' },
    },
    {
      case: 'an exit of a long position',
      signal: { intent: 'close_long' as const },
      cases: { flat: 'already_flat', long: 'close sell 0.002', short: 'not_long' },
    },
    {
      case: 'a target',
      signal: { intent: 'target_position' as const, targetSide: 'long' as const, targetQuantity: decimal('0.01') },
      cases: { flat: 'open buy 0.01', long: 'add buy 0.008', short: 'close buy 0.002, open buy 0.01' },
    },
    {
      case: 'a cancellation',
      signal: { intent: 'cancel_orders' as const },
      cases: { flat: 'cancel_orders', long: 'cancel_orders', short: 'cancel_orders' },
    },
  ])('says what $case would do with nothing, a long and a short position of the own sizing', ({ signal, cases }) => {
    const previewed = preview(signal);
    expect(previewed.assumedSize).toMatchObject({ basis: 'strategy_sizing', quantity: decimal('0.002') });
    expect(byCase(previewed.assumed)).toEqual(cases);
  });

  it('decides on what is really held beside that', () => {
    const { now } = preview({ intent: 'flat' }, { position: aPosition('-0.5') });
    expect(said(now)).toBe('close buy 0.5');
    expect(now.before?.quantity.toFixed()).toBe('-0.5');
    expect(now.after).toBeUndefined();
  });

  it('assumes no short position on spot', () => {
    const { assumed } = preview({ intent: 'sell' }, { market: 'spot', rules: SPOT });
    expect(byCase(assumed)).toEqual({ flat: 'denied short_not_possible_on_spot', long: 'close sell 0.002' });
  });

  it.each([
    {
      case: 'the size of the message where its own needs the equity',
      sizing: 'pct_equity' as const,
      basis: 'message',
      quantity: '0.01',
    },
    { case: 'what the strategy buys', sizing: 'base' as const, basis: 'strategy_sizing', quantity: '3' },
  ])('assumes $case', ({ sizing, basis, quantity }) => {
    const strategy = aStrategy({ sizing: { type: sizing, value: decimal('3') } });
    expect(preview({}, { strategy }).assumedSize).toMatchObject({ basis, quantity: decimal(quantity) });
  });

  it('assumes the smallest order where neither can be had', () => {
    const strategy = aStrategy({ sizing: { type: 'risk_pct', value: decimal('1') } });
    const previewed = preview({ size: { type: 'pct_position', value: decimal('50') } }, { strategy });
    expect(previewed.assumedSize).toMatchObject({ basis: 'smallest_order', quantity: decimal('0.001') });
  });

  it('assumes nothing of a symbol that is not traded, and without a price', () => {
    expect(preview({}, { rules: undefined })).toMatchObject({ assumed: [], now: { decision: { kind: 'denied' } } });
    const { signalPrice: _, ...silent } = aSignal();
    expect(previewStep(aDecisionInput({ signal: silent })).assumed).toEqual([]);
  });

  it('begins a step with what the step before it leaves, really and in each case', () => {
    const first = preview({ intent: 'close_short' }, { position: aPosition('-0.01') });
    const second = previewStep(
      aDecisionInput({ signal: aSignal({ intent: 'open_long' }), position: aPosition('-0.01') }),
      { before: first },
    );
    expect(said(first.now)).toBe('close buy 0.01');
    expect(said(second.now)).toBe('open buy 0.01');
    expect(byCase(second.assumed)).toEqual({ flat: 'open buy 0.01', long: 'add buy 0.01', short: 'open buy 0.01' });
  });

  it('says what an exit cancels of what rests, and that there is nothing else to close', () => {
    const resting = [
      anOrder({ type: 'limit', status: 'open' }),
      anOrder({ id: 'ord_2', side: 'sell', status: 'open' }),
    ];
    const flat = previewStep(aDecisionInput({ signal: aSignal({ intent: 'close_long' }) }), { resting });
    expect(said(flat.now)).toBe('entries_canceled');
    expect(flat.now.cancels.map(({ id }) => id)).toEqual(['ord_1']);
    expect(byCase(flat.assumed)).toMatchObject({ flat: 'already_flat' });
  });

  it('makes no entry once an earlier step of the message is denied, as the execution does', () => {
    const denied = preview({ intent: 'open_long', size: { type: 'base', value: decimal('0.0001') } });
    expect(said(denied.now)).toBe('denied min_quantity');
    const entry = previewStep(aDecisionInput({ signal: aSignal({ step: 2, intent: 'open_long' }) }), {
      before: denied,
    });
    expect([entry.now, ...entry.assumed].map(said)).toEqual(['stopped', 'stopped', 'stopped', 'stopped']);
    const exit = previewStep(aDecisionInput({ signal: aSignal({ step: 3, intent: 'flat' }) }), { before: entry });
    expect(byCase(exit.assumed)).toEqual({ flat: 'already_flat', long: 'close sell 0.002', short: 'already_flat' });
  });

  it('follows, asks or skips as the strategy says where the message comes from another position', () => {
    const story = {
      intent: 'target_position',
      targetSide: 'short',
      targetQuantity: decimal('0.01'),
      previousSide: 'flat',
    } as const;
    const strategy = aStrategy({ onDrift: 'ask' });
    const { assumed } = preview(story, { strategy });
    expect(byCase(assumed)).toMatchObject({ flat: 'open sell 0.01', short: 'held' });
    expect(assumed[1]?.decision.drift?.reason).toContain('comes from flat, and the position is long');
  });

  it('holds a limit against what is assumed and not against what is held', () => {
    const limits = [limitsOf('user', { maxExposure: decimal('700') })];
    const held = [{ ...traded(), exposure: decimal('600'), unrealizedPnl: decimal('-5') }];
    const risk = { ...aRiskContext(), limits, book: aRiskBook({ held }) };
    const previewed = preview({ intent: 'open_long' }, { risk, position: aPosition('0.012') });
    expect(said(previewed.now)).toBe('denied max_exposure');
    expect(byCase(previewed.assumed)).toEqual({
      flat: 'open buy 0.01',
      long: 'add buy 0.01',
      short: 'close buy 0.002, open buy 0.01',
    });
  });

  it('counts the loss of the position that it takes away', () => {
    const limits = [limitsOf('account', { maxDailyLoss: decimal('50') })];
    const held = [{ ...traded(), exposure: decimal('600'), unrealizedPnl: decimal('-60') }];
    const risk = { ...aRiskContext(), limits, book: aRiskBook({ held }) };
    const { assumed } = preview({ intent: 'open_long' }, { risk, position: aPosition('0.012') });
    expect(byCase(assumed)).toMatchObject({ flat: 'denied max_daily_loss', long: 'denied max_daily_loss' });
  });
});

describe('previewStep() on protection', () => {
  const levels: Partial<Signal> = {
    intent: 'open_long',
    stopLoss: { kind: 'pct', value: decimal('2') },
    takeProfits: [
      { kind: 'pct', value: decimal('1'), share: decimal('0.5') },
      { kind: 'abs', value: decimal('52000.04') },
    ],
    breakEven: { kind: 'pct', trigger: decimal('1'), offset: decimal('0.1') },
  };

  it('says at which prices it will stand once the entry has filled, of all that is held then', () => {
    const [flat, long] = preview(levels).assumed;
    expect(JSON.parse(JSON.stringify(flat?.protection))).toEqual({
      side: 'sell',
      groups: [
        { stop: { role: 'stop', level: 0, quantity: '0.01', terms: { type: 'stop_market', stopPrice: '49000' } } },
        {
          takeProfit: {
            role: 'take_profit',
            level: 1,
            quantity: '0.005',
            terms: { type: 'take_profit_market', stopPrice: '50500' },
          },
        },
        {
          takeProfit: {
            role: 'take_profit',
            level: 2,
            quantity: '0.005',
            terms: { type: 'take_profit_market', stopPrice: '52000.1' },
          },
        },
      ],
      unprotected: [],
      breakEven: { triggerPrice: '50500', stopPrice: '50050' },
    });
    expect(long?.protection?.groups[0]?.stop?.quantity.toFixed()).toBe('0.012');
  });

  it('says what cannot stand, with the reason', () => {
    const trailing = [{ kind: 'pct' as const, value: decimal('1'), trailing: true }];
    const { now } = preview({ ...levels, takeProfits: trailing }, { market: 'spot', rules: SPOT });
    expect(now.protection?.groups).toMatchObject([{ stop: { role: 'stop' } }]);
    expect(now.protection?.unprotected).toMatchObject([
      { role: 'take_profit', level: 1, reason: expect.stringContaining('trails') },
    ]);
  });

  it('says nothing where nothing is entered, or no level asked for', () => {
    const exits = preview({ ...levels, intent: 'close_long' }).assumed;
    expect(exits.map(({ protection }) => protection)).toEqual([undefined, undefined, undefined]);
    expect(preview({}).now.protection).toBeUndefined();
  });
});
