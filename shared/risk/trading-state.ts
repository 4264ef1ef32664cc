/** `reducing`: only orders that make a position smaller. `halted`: the same, and nothing resumes it but a person. */
export const TRADING_STATES = ['active', 'reducing', 'halted'] as const;
export type TradingStateName = (typeof TRADING_STATES)[number];

export type TradingState = { state: TradingStateName; reason?: string; setBy?: string; setAt?: Date; expiresAt?: Date };

/** Set by a person, by a loss limit or by a difference to the exchange, for the whole user or for one account: each stays until it ends or is taken back. */
export const STATE_SOURCES = ['person', 'risk', 'reconciliation'] as const;
export type KeptTradingState = TradingState & {
  source: (typeof STATE_SOURCES)[number];
  /** Absent: all accounts of the user. */
  accountId?: string;
};

const ACTIVE: TradingState = { state: 'active' };

/** What counts now: nothing set means active, and a state that has expired counts as active again. */
export function currentTradingState(kept: TradingState | undefined, now: Date): TradingState {
  if (kept === undefined) return ACTIVE;
  if (kept.expiresAt !== undefined && kept.expiresAt <= now) return ACTIVE;
  return kept;
}

/** The strictest of those that count now, for one account or, without one, for the user as a whole. */
export function tradingStateOf(set: readonly KeptTradingState[], now: Date, accountId?: string): TradingState {
  const counting = set
    .filter((one) => one.accountId === undefined || one.accountId === accountId)
    .filter((one) => currentTradingState(one, now) !== ACTIVE)
    .toSorted((a, b) => severity(b) - severity(a));
  const [strictest] = counting;
  if (strictest === undefined) return ACTIVE;
  const { source: _, accountId: __, ...state } = strictest;
  return state;
}

function severity({ state }: TradingState): number {
  return TRADING_STATES.indexOf(state);
}
