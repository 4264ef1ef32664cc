import { describe, expect, it } from 'vitest';
import { type Finding, keyOf, tellFinding } from '../../../shared/reconciliation/finding.ts';
import { followFindings, type KeptFinding } from '../../../shared/reconciliation/follow-findings.ts';
import { NOW } from '../../support/fixed.ts';

const position = (ours: string, theirs: string): Finding => ({
  ...{ kind: 'position_differs', market: 'usdm', symbol: 'BTCUSDT', ours, theirs },
});
const byHand: Finding = {
  ...{ kind: 'foreign_order', market: 'usdm', symbol: 'BTCUSDT', side: 'buy', quantity: '1', clientOrderId: 'web' },
};
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1_000);
const kept = (finding: Finding, seconds: number, isTold = false): KeptFinding => ({
  ...finding,
  since: ago(seconds),
  isTold,
});
const follow = (before: KeptFinding[], found: Finding[], busy: string[] = []) =>
  followFindings(before, found, { books: { busySymbols: new Set(busy) }, now: NOW });

describe('followFindings()', () => {
  it.each([
    { case: 'is new', before: [], lasting: 0 },
    { case: 'was found a moment ago', before: [kept(position('0', '1'), 19)], lasting: 0 },
    { case: 'was found before', before: [kept(position('0', '1'), 20)], lasting: 1 },
    { case: 'was told already', before: [kept(position('0', '1'), 600, true)], lasting: 0 },
    { case: 'was another before', before: [kept(position('0', '2'), 600)], lasting: 0 },
  ])('tells a difference that $case: $lasting', ({ before, lasting }) => {
    expect(follow(before, [position('0', '1')]).lasting).toHaveLength(lasting);
  });

  it('never tells an order that was made by hand as an alarm', () => {
    const followed = follow([kept(byHand, 600)], [byHand]);
    expect([followed.lasting, followed.kept]).toEqual([[], [kept(byHand, 600)]]);
  });

  it('tells that a difference is gone only where it was told and nothing is under way', () => {
    const before = [kept(position('0', '1'), 600, true)];
    expect(follow(before, []).cleared).toEqual(before);
    expect(follow([kept(position('0', '1'), 600)], []).cleared).toEqual([]);
    const unsure = follow(before, [], ['usdm:BTCUSDT']);
    expect([unsure.cleared, unsure.kept]).toEqual([[], before]);
  });
});

it('keyOf() takes the gap of a position and not its figures, which we move ourselves', () => {
  expect(keyOf(position('0', '0.1'))).toBe(keyOf(position('-1', '-0.90')));
  expect(keyOf(position('0', '0.1'))).not.toBe(keyOf(position('0.1', '0')));
  expect(keyOf({ ...position('0', '0.1'), positionSide: 'long' } as Finding)).not.toBe(keyOf(position('0', '0.1')));
});

it('tellFinding() says both figures', () => {
  expect(tellFinding(position('0.1', '-0.2'))).toBe(
    'The position in BTCUSDT (usdm) is 0.1 in our books and -0.2 on the exchange',
  );
  expect(tellFinding(byHand)).toContain('it is left alone');
});
