import type { Decimal } from '../money/decimal.ts';
import type { Signal } from '../signals/signal.ts';
import type { ProtectionPlan } from './plan.ts';

/** What a message wants of the position that its entry makes. Absent where it names no level: those in force stay then. */
export function planOfSignal(
  { takeProfits, stopLoss, breakEven }: Pick<Signal, 'takeProfits' | 'stopLoss' | 'breakEven'>,
  marketPrice: Decimal | undefined,
): ProtectionPlan | undefined {
  if (stopLoss === undefined && takeProfits.length === 0) return undefined;
  return {
    takeProfits,
    ...(stopLoss === undefined ? {} : { stopLoss }),
    ...(breakEven === undefined ? {} : { breakEven }),
    ...(marketPrice === undefined ? {} : { marketPrice }),
  };
}
