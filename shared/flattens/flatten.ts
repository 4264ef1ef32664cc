import type { AlertStatus } from '../alerts/alert.ts';
import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';

/** One account, market and symbol with something to close or to cancel. */
export type FlattenLane = {
  accountId: string;
  market: Market;
  symbol: string;
  /** The command that closes it; absent where no strategy trades on the account, so that nobody can be asked to. */
  alertId?: string;
};

/** A kill switch that was pulled. */
export type Flatten = {
  id: string;
  /** Absent: all accounts. */
  accountId?: string;
  reason: string;
  askedBy: string;
  askedAt: Date;
  lanes: FlattenLane[];
};

/** What is there now, and what became of the command. */
export type LaneState = FlattenLane & {
  quantity: Decimal;
  openOrders: number;
  /** Work waits in the lane: protection may go only after the position. */
  isBusy: boolean;
  status?: AlertStatus;
  reason?: string;
};

/** `flat`: nothing is left. `working`: it is being carried out. `left`: it ended, and something is there still. */
export const LANE_OUTCOMES = ['flat', 'working', 'left', 'skipped'] as const;
export type LaneReport = Omit<LaneState, 'isBusy'> & { outcome: (typeof LANE_OUTCOMES)[number] };

export type FlattenReport = Omit<Flatten, 'lanes'> & { isDone: boolean; lanes: LaneReport[] };

const UNDONE: readonly AlertStatus[] = ['accepted', 'working'];

/** What could not be closed or canceled is told with why. */
export function reportOf({ lanes: _, ...flatten }: Flatten, states: readonly LaneState[]): FlattenReport {
  const lanes = states.map((state): LaneReport => {
    const { reason: __, isBusy: ___, ...rest } = state;
    const outcome = outcomeOf(state);
    const reason = reasonOf(state, outcome);
    return { ...rest, outcome, ...(reason === undefined ? {} : { reason }) };
  });
  return { ...flatten, isDone: lanes.every(({ outcome }) => outcome !== 'working'), lanes };
}

function outcomeOf({ alertId, status, quantity, openOrders, isBusy }: LaneState): LaneReport['outcome'] {
  if (alertId === undefined) return 'skipped';
  if (status !== undefined && UNDONE.includes(status)) return 'working';
  if (quantity.eq('0') && openOrders === 0) return 'flat';
  return isBusy ? 'working' : 'left';
}

function reasonOf({ status, reason, accountId }: LaneState, outcome: LaneReport['outcome']): string | undefined {
  switch (outcome) {
    case 'skipped':
      return `No strategy trades on account "${accountId}": nothing can be sent there`;
    case 'left':
      return reason ?? `The command ended ${status ?? 'unknown'}, and what is left may be too small to be sent`;
    case 'flat':
    case 'working':
      return undefined;
  }
}
