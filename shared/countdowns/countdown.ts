import * as z from 'zod';
import type { Account } from '../accounts/account.ts';
import type { Market } from '../markets/market.ts';

/** Below, a renewal that is late by a moment cancels everything; above, it helps nobody. */
export const MIN_COUNTDOWN_SECONDS = 30;
export const MAX_COUNTDOWN_SECONDS = 3_600;

const settings = z.object({
  cancelOrdersAfterSeconds: z.int().min(MIN_COUNTDOWN_SECONDS).max(MAX_COUNTDOWN_SECONDS),
});

/** After how long without us the exchange cancels what rests on the account; undefined where it does not. */
export function cancelAfterSecondsOf(account: Pick<Account, 'settings'>): number | undefined {
  return settings.safeParse(account.settings).data?.cancelOrdersAfterSeconds;
}

/** One symbol of an account in which a countdown should run, or does. */
export type Countdown = {
  account: Account;
  market: Market;
  symbol: string;
  /** Orders rest that it would cancel, and no position depends on any of them. */
  isWanted: boolean;
  /** Absent where none runs. */
  running?: { renewedAt: Date; expiresAt: Date };
};
