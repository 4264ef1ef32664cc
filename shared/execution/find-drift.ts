import type { SymbolRules } from '../exchanges/symbol-rules.ts';
import { type Decimal, decimal, floorToStep, print, zero } from '../money/decimal.ts';
import { BASE_SIZES, isExit, type PositionSide, type Signal } from '../signals/signal.ts';
import type { HeldSide } from './decide-moves.ts';
import type { DecisionInput } from './decision.ts';

/** What is held, as somebody tells it; unsigned, and without a quantity where nobody says one. */
export type ToldPosition = { side: PositionSide; quantity?: Decimal };

/** What a strategy's chart said last that it holds. */
export type ChartPosition = ToldPosition & { signalAt?: Date; alertId: string };

/** The alert's story of what was held before it, and ours, where the two disagree. */
export type Drift = {
  alert: ToldPosition;
  position: ToldPosition;
  /** Where the sides agree, and the alert does not follow the one before it. */
  chart?: ChartPosition;
  /** It is older, by its own time, than one that was followed already. */
  isLate: boolean;
  reason: string;
};

/** On spot the commission is taken out of what was bought, so that a little less is held than the chart counts. */
const SPOT_COMMISSION = decimal('0.005');

/**
 * Holds what an alert says was held before it against our own position. Quantities are compared where the alert's are
 * ours as well; where our own sizing counts, against what the chart itself said last. A replay tells an old story: it has none.
 */
export function findDrift(input: DecisionInput, rules: SymbolRules, held: HeldSide): Drift | undefined {
  const { previousSide, previousQuantity } = input.signal;
  if (previousSide === undefined || input.isReplay) return undefined;
  const alert: ToldPosition = { side: previousSide, ...(previousQuantity && { quantity: previousQuantity }) };
  const position: ToldPosition = { side: held, quantity: quantityOf(input, rules, held) };
  const isLate = isOlder(input.signal, input.chart);
  const late = isLate ? `; it is older than alert "${input.chart?.alertId}", which was followed already` : '';
  const from = `The alert comes from ${tellPosition(alert)}`;
  if (previousSide !== held || differs(input, rules, alert, position))
    return { alert, position, isLate, reason: `${from}, and the position is ${tellPosition(position)}${late}` };
  if (input.chart === undefined || held === 'flat' || comparesQuantities(input) || follows(alert, input.chart))
    return undefined;
  const { chart } = input;
  const reason = `${from}, and alert "${chart.alertId}" before it ended at ${tellPosition(chart)}${late}`;
  return { alert, position, chart, isLate, reason };
}

/** Whether an alert means to hold more, or the other side, even where we would end at its target by holding less. */
export function growsByItsStory(signal: Signal): boolean {
  const { previousSide, previousQuantity, targetSide, targetQuantity, orderSide } = signal;
  if (targetSide === undefined || targetSide === 'flat' || isExit(signal)) return false;
  if (targetSide !== previousSide) return true;
  if (previousQuantity !== undefined && targetQuantity !== undefined) return targetQuantity.gt(previousQuantity);
  return orderSide !== undefined && (orderSide === 'buy') === (targetSide === 'long');
}

export function tellPosition({ side, quantity }: ToldPosition): string {
  return quantity === undefined || side === 'flat' ? side : `${side} "${print(quantity)}"`;
}

function quantityOf({ position }: DecisionInput, { stepSize }: SymbolRules, held: HeldSide): Decimal {
  return held === 'flat' ? zero : floorToStep(position?.quantity.abs() ?? zero, stepSize);
}

/** What is smaller than a step is rounding. */
function differs(
  input: DecisionInput,
  { stepSize, market }: SymbolRules,
  alert: ToldPosition,
  position: ToldPosition,
): boolean {
  if (alert.quantity === undefined || position.quantity === undefined || !comparesQuantities(input)) return false;
  const commission = market === 'spot' ? alert.quantity.times(SPOT_COMMISSION) : zero;
  return alert.quantity.minus(position.quantity).abs().gt(stepSize.plus(commission));
}

function comparesQuantities({ signal, strategy }: DecisionInput): boolean {
  return strategy.sizeFromAlert && (signal.intent === 'target_position' || BASE_SIZES.includes(signal.size.type));
}

function follows(alert: ToldPosition, chart: ChartPosition): boolean {
  if (alert.side !== chart.side) return false;
  return alert.quantity === undefined || chart.quantity === undefined || alert.quantity.eq(chart.quantity);
}

function isOlder({ signalAt }: Signal, chart: ChartPosition | undefined): boolean {
  return signalAt !== undefined && chart?.signalAt !== undefined && new Date(signalAt) < chart.signalAt;
}
