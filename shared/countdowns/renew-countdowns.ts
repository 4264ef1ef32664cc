import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import type { Clock } from '../time/clock.ts';
import { type Countdown, cancelAfterSecondsOf } from './countdown.ts';
import type { CountdownStore } from './store.ts';

export type RenewCountdownsDeps = { countdowns: CountdownStore; chooseExchange: ExchangeChooser; now: Clock };

/** Of its length a countdown is renewed after this share, so that three renewals may fail. */
const RENEW_AFTER_SHARE = 0.25;

/**
 * Starts and renews the countdown wherever orders rest on an account that has asked for it, and calls it off where none do any
 * more, where a position has come of them, or where it is not asked for any more.
 * @param everySeconds how often this is called: what is too short to be renewed in time is not started
 */
export async function renewCountdowns(
  deps: RenewCountdownsDeps,
  { everySeconds }: { everySeconds: number },
): Promise<{ failed: { accountId: string; error: unknown }[] }> {
  const failed: { accountId: string; error: unknown }[] = [];
  for (const countdown of await deps.countdowns.list()) {
    try {
      await renewOne(deps, countdown, everySeconds);
    } catch (error) {
      failed.push({ accountId: countdown.account.id, error });
    }
  }
  return { failed };
}

async function renewOne(deps: RenewCountdownsDeps, countdown: Countdown, everySeconds: number): Promise<void> {
  const { account, market, symbol, isWanted, running } = countdown;
  const seconds = cancelAfterSecondsOf(account);
  const nowMs = deps.now().getTime();
  if (!isWanted || seconds === undefined) {
    if (running !== undefined) await callOff(deps, countdown, running.expiresAt.getTime() > nowMs);
    return;
  }
  const afterMs = seconds * 1_000;
  const isDue = running === undefined || nowMs - running.renewedAt.getTime() >= afterMs * RENEW_AFTER_SHARE;
  if (!isDue || seconds < everySeconds * 2.5) return;
  // Before the exchange is told, so that nothing runs there that nobody here knows of.
  await deps.countdowns.keep(countdown, { renewedAt: new Date(nowMs), expiresAt: new Date(nowMs + afterMs) });
  await (await deps.chooseExchange(account)).countdownCancelAll(market, symbol, afterMs);
}

async function callOff(deps: RenewCountdownsDeps, countdown: Countdown, isRunning: boolean): Promise<void> {
  const { account, market, symbol } = countdown;
  if (isRunning) await (await deps.chooseExchange(account)).countdownCancelAll(market, symbol, 0);
  await deps.countdowns.drop(countdown);
}
