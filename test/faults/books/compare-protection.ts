import { type Decimal, decimal, zero } from '../../../shared/money/decimal.ts';
import type { Findings } from './compare-orders.ts';
import type { OurBooks, OurOrder } from './our-books.ts';
import type { TheirBooks } from './their-books.ts';

const STANDING = ['NEW', 'PARTIALLY_FILLED', 'PENDING_NEW'];
/** USDT. What a commission leaves below this no order can sell, and so none can protect. */
const LEAST = decimal('5');

/**
 * What stands on the exchange to protect, against what we hold: for a position with a plan a stop and targets for all of it, and
 * for what is closed nothing at all.
 */
export function compareProtection(ours: OurBooks, theirs: TheirBooks, findings: Findings): void {
  const standing = new Map<string, Decimal>();
  for (const { clientOrderId, status, quantity, executedQuantity } of theirs.orders)
    if (STANDING.includes(status)) standing.set(clientOrderId, decimal(quantity).minus(decimal(executedQuantity)));
  for (const { clientAlgoId, status, quantity } of theirs.conditionals)
    if (STANDING.includes(status)) standing.set(clientAlgoId, decimal(quantity ?? '0'));
  const legs = ours.orders.filter(
    ({ purpose, client_order_id }) => purpose === 'protect' && standing.has(client_order_id),
  );
  const sumOf = (some: readonly OurOrder[]): Decimal =>
    some.reduce((sum, { client_order_id }) => sum.plus(standing.get(client_order_id) ?? zero), zero);
  for (const [lane, [position]] of Map.groupBy(
    ours.positions.filter(({ is_open }) => is_open),
    laneOf,
  )) {
    const plan = ours.plans.find((one) => laneOf(one) === lane);
    if (position === undefined || plan === undefined) continue;
    const own = legs.filter((leg) => laneOf(leg) === lane);
    const held = decimal(position.quantity).abs();
    const least = held.times(LEAST).div(decimal(position.entry_notional));
    const expect = (role: string, isDue: boolean, some: readonly OurOrder[]): void => {
      if (isDue && held.minus(sumOf(some)).abs().gte(least))
        findings.mismatched.push(`${lane} holds ${position.quantity}, and ${role} stand for ${sumOf(some).toFixed()}`);
    };
    expect(
      'stops',
      plan.has_stop,
      own.filter(({ protects_level }) => protects_level === 0),
    );
    expect(
      'targets',
      plan.targets > 0,
      own.filter(({ protects_level }) => protects_level !== 0),
    );
  }
  const held = new Set(ours.positions.filter(({ is_open }) => is_open).map(laneOf));
  for (const leg of legs.filter((one) => !held.has(laneOf(one))))
    findings.mismatched.push(`${laneOf(leg)} holds nothing, and a ${leg.type} of ${leg.quantity} stands`);
  for (const plan of ours.plans.filter((one) => !held.has(laneOf(one))))
    findings.mismatched.push(`${laneOf(plan)} holds nothing, and a plan to protect it is in force`);
}

type OfLane = { account_id: string; market: string; symbol: string };

const laneOf = ({ account_id, market, symbol }: OfLane): string => `${account_id} ${market} ${symbol}`;
