import { type Decimal, zero } from '../money/decimal.ts';
import type { KeptPosition } from '../positions/position.ts';
import type { BreakEven, Level } from '../signals/signal.ts';
import type { LimitTerms, StopTerms, TargetTerms, TrailingTerms } from './terms.ts';

/** What protects one position: as its alert said it, before there are prices. */
export type ProtectionPlan = {
  takeProfits: readonly Level[];
  stopLoss?: Level;
  breakEven?: BreakEven;
  /** When the take profits were put in force: what earlier ones have filled does not count as theirs. */
  targetsSince?: Date;
  /** The market price that levels "from market" are measured from; the entry counts where there is none. */
  marketPrice?: Decimal;
};

/** A plan in force, and how it fares. */
export type KeptProtection = {
  id: string;
  /** Whose plan it is: signals of this alert and step brought it. */
  alertId: string;
  step: number;
  /** The position that it is for, and no later one. Absent in what an older version wrote. */
  positionId?: string;
  side: 'long' | 'short';
  plan: ProtectionPlan;
  isBreakEvenReached: boolean;
  /** Since when something does not stand that should. */
  unprotectedSince?: Date;
  isAlarmTold: boolean;
  reason?: string;
  createdAt: Date;
  /** When the position was gone. */
  endedAt?: Date;
};

/** A position as protection sees it: unsigned, at its average entry price. */
export type ProtectedPosition = { side: 'long' | 'short'; quantity: Decimal; entryPrice: Decimal };

/** One protective order. `level` is 0 for the stop and counts the take profits from 1. */
export type ProtectiveLeg = {
  role: 'stop' | 'take_profit';
  level: number;
  quantity: Decimal;
  terms: StopTerms | TrailingTerms | LimitTerms | TargetTerms;
};

/** A leg alone, or a take profit and a stop of which one ends the other. */
export type ProtectiveGroup =
  | { stop: ProtectiveLeg; takeProfit?: undefined }
  | { stop?: ProtectiveLeg; takeProfit: ProtectiveLeg };

/** What was asked for and cannot stand on the exchange, with the numbers that say why. */
export type Unprotected = { role: ProtectiveLeg['role']; level: number; reason: string };

export type DesiredProtection = { groups: ProtectiveGroup[]; unprotected: Unprotected[] };

export const NO_PROTECTION: DesiredProtection = { groups: [], unprotected: [] };

/** Whether the plan is for this position, and not for one that was in its place before. */
export function isPlanOf(
  { side, positionId }: Pick<KeptProtection, 'side' | 'positionId'>,
  position: Pick<KeptPosition, 'id' | 'quantity'>,
): boolean {
  if (positionId !== undefined && positionId !== position.id) return false;
  return side === (position.quantity.gt(zero) ? 'long' : 'short');
}
