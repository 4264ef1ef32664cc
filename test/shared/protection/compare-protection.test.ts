import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/money/decimal.ts';
import { compareProtection, type StandingLeg } from '../../../shared/protection/compare-protection.ts';
import type { ProtectiveLeg } from '../../../shared/protection/plan.ts';

const d = decimal;
const stop = (quantity = '1', price = '90'): ProtectiveLeg => ({
  role: 'stop',
  level: 0,
  quantity: d(quantity),
  terms: { type: 'stop_market', stopPrice: d(price) },
});
const target = (level = 1, quantity = '1', price = '110'): ProtectiveLeg => ({
  role: 'take_profit',
  level,
  quantity: d(quantity),
  terms: { type: 'limit', price: d(price) },
});
const standing = (orderId: string, { role, level, quantity, terms }: ProtectiveLeg, pairId?: string): StandingLeg => ({
  orderId,
  role,
  level,
  remaining: quantity,
  terms,
  ...(pairId === undefined ? {} : { pairId }),
});

describe('compareProtection()', () => {
  it.each([
    { case: 'nothing stands', desired: [{ stop: stop() }], stands: [], place: 1, cancel: [] },
    {
      case: 'all of it stands, however it is written',
      desired: [{ stop: stop('1.0', '90.00') }],
      stands: [standing('a', stop())],
      place: 0,
      cancel: [],
    },
    {
      case: 'the position grew',
      desired: [{ stop: stop('2') }],
      stands: [standing('a', stop('1'))],
      place: 1,
      cancel: ['a'],
    },
    {
      case: 'the stop moved',
      desired: [{ stop: stop('1', '95') }],
      stands: [standing('a', stop())],
      place: 1,
      cancel: ['a'],
    },
    {
      case: 'nothing is wanted any more',
      desired: [],
      stands: [standing('a', stop()), standing('b', target())],
      place: 0,
      cancel: ['a', 'b'],
    },
    {
      case: 'one stands twice',
      desired: [{ stop: stop() }],
      stands: [standing('a', stop()), standing('b', stop())],
      place: 0,
      cancel: ['b'],
    },
    {
      case: 'a pair stands',
      desired: [{ takeProfit: target(), stop: stop() }],
      stands: [standing('a', target(), 'p'), standing('b', stop(), 'p')],
      place: 0,
      cancel: [],
    },
    {
      case: 'one leg of a pair differs',
      desired: [{ takeProfit: target(1, '1', '120'), stop: stop() }],
      stands: [standing('a', target(), 'p'), standing('b', stop(), 'p')],
      place: 1,
      cancel: ['a', 'b'],
    },
    {
      case: 'the two legs stand, and are no pair',
      desired: [{ takeProfit: target(), stop: stop() }],
      stands: [standing('a', target()), standing('b', stop())],
      place: 1,
      cancel: ['a', 'b'],
    },
    {
      case: 'one of two levels was taken',
      desired: [{ takeProfit: target(2) }],
      stands: [standing('b', target(2))],
      place: 0,
      cancel: [],
    },
  ])('makes the difference when $case', ({ desired, stands, place, cancel }) => {
    const found = compareProtection(desired, stands);
    expect(found.place).toHaveLength(place);
    expect(found.cancel).toEqual(cancel);
  });
});
