import { describe, expect, it } from 'vitest';
import type { DecisionInput } from '../../../shared/execution/decision.ts';
import { findDrift, growsByItsStory } from '../../../shared/execution/find-drift.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import type { PositionSide, Signal } from '../../../shared/signals/signal.ts';
import { aDecisionInput, aPosition, aSignal, aStrategy, BTCUSDT } from '../../support/build-signal.ts';

const from = (side: PositionSide, quantity?: string): Partial<Signal> => ({
  ...{ intent: 'target_position', targetSide: 'long', targetQuantity: decimal('1'), previousSide: side },
  ...(quantity === undefined ? {} : { previousQuantity: decimal(quantity) }),
});

function found(quantity: string, signal: Partial<Signal>, rest: Partial<DecisionInput> = {}): string | undefined {
  const held = quantity === '0' ? 'flat' : quantity.startsWith('-') ? 'short' : 'long';
  const position = held === 'flat' ? undefined : aPosition(quantity);
  const input = aDecisionInput({ signal: aSignal(signal), position, ...rest });
  return findDrift(input, { ...BTCUSDT, market: input.market }, held)?.reason;
}

describe('findDrift()', () => {
  it.each([
    { case: 'the message says nothing of before', held: '0.5', signal: { intent: 'buy' as const } },
    { case: 'both are flat', held: '0', signal: from('flat', '0') },
    { case: 'both hold the same', held: '0.5', signal: from('long', '0.5') },
    { case: 'only the side is told', held: '0.5', signal: from('long') },
    { case: 'the figures differ by what a step cannot hold', held: '0.5', signal: from('long', '0.5009') },
    {
      case: 'the size of the order is not in base',
      held: '0.5',
      signal: { ...from('long', '3'), intent: 'buy' as const, size: { type: 'quote' as const, value: decimal('100') } },
    },
    {
      case: 'the sizes are our own',
      held: '0.5',
      signal: from('long', '3'),
      rest: { strategy: aStrategy({ sizeFromAlert: false }) },
    },
    { case: 'a person asked for it anew', held: '0.5', signal: from('flat'), rest: { isReplay: true } },
    {
      case: 'spot took its commission out of what was bought',
      held: '99.9',
      signal: from('long', '100'),
      rest: { market: 'spot' as const },
    },
  ])('finds none when $case', ({ held, signal, rest }) => {
    expect(found(held, signal, rest)).toBeUndefined();
  });

  it.each([
    {
      case: 'the sides differ',
      held: '-0.5',
      signal: from('long', '0.5'),
      reason: 'The alert comes from long "0.5", and the position is short "0.5"',
    },
    {
      case: 'nothing is held',
      held: '0',
      signal: from('long', '0.5'),
      reason: 'The alert comes from long "0.5", and the position is flat',
    },
    {
      case: 'something is held',
      held: '0.5',
      signal: from('flat', '0'),
      reason: 'The alert comes from flat, and the position is long "0.5"',
    },
    {
      case: 'the quantities differ',
      held: '0.5',
      signal: from('long', '0.4'),
      reason: 'The alert comes from long "0.4", and the position is long "0.5"',
    },
  ])('finds it when $case', ({ held, signal, reason }) => {
    expect(found(held, signal)).toBe(reason);
  });

  const own = { strategy: aStrategy({ sizeFromAlert: false }) };
  const chart = {
    side: 'long' as const,
    quantity: decimal('4'),
    alertId: 'alt_9',
    signalAt: new Date('2026-01-01T00:00:10Z'),
  };

  it('holds the chart against itself where the sizes are our own', () => {
    expect(found('0.5', from('long', '4'), { ...own, chart })).toBeUndefined();
    expect(found('0.5', from('long', '2'), { ...own, chart })).toBe(
      'The alert comes from long "2", and alert "alt_9" before it ended at long "4"',
    );
  });

  it('says when the alert is older than one that was followed', () => {
    const signal = { ...from('long', '0.4'), signalAt: '2026-01-01T00:00:09Z' };
    expect(found('0.5', signal, { chart })).toContain('it is older than alert "alt_9", which was followed already');
  });
});

describe('growsByItsStory()', () => {
  it.each([
    { case: 'more of a side', signal: { ...from('long', '0.5') }, grows: true },
    { case: 'less of a side', signal: { ...from('long', '2') }, grows: false },
    { case: 'the other side', signal: { ...from('short', '2') }, grows: true },
    { case: 'an order of the same side', signal: { ...from('long'), orderSide: 'buy' as const }, grows: true },
    { case: 'an order of the other side', signal: { ...from('long'), orderSide: 'sell' as const }, grows: false },
    { case: 'flat', signal: { ...from('long', '1'), targetSide: 'flat' as const }, grows: false },
  ])('is $grows for $case', ({ signal, grows }) => {
    expect(growsByItsStory(aSignal(signal))).toBe(grows);
  });
});
