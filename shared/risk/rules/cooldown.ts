import type { LimitScope } from '../../limits/limits.ts';
import type { Denial } from '../denial.ts';
import type { StandingRule } from '../risk.ts';
import { isWithin } from '../risk-book.ts';

/** How long nothing is opened after a position was closed, or closed at a loss. A turn is one move and waits for nothing. */
export const cooldown: StandingRule = ({ limits, book, now }) => {
  if (book === undefined) return undefined;
  for (const { scope, subject, limits: own } of limits) {
    const closed = book.lastClosed.filter(isWithin(scope, subject));
    const losses = closed.flatMap(({ lossAt }) => lossAt ?? []);
    const denial =
      tooSoon('loss', { scope, now, limit: own.cooldownAfterLossSeconds, times: losses }) ??
      tooSoon('exit', { scope, now, limit: own.cooldownAfterExitSeconds, times: closed.map(({ exitAt }) => exitAt) });
    if (denial !== undefined) return denial;
  }
  return undefined;
};

type Wait = { scope: LimitScope; now: Date; limit: number | undefined; times: readonly Date[] };

function tooSoon(after: 'loss' | 'exit', { scope, now, limit, times }: Wait): Denial | undefined {
  if (limit === undefined || times.length === 0) return undefined;
  const latest = Math.max(...times.map((time) => time.getTime()));
  const seconds = Math.max(0, (now.getTime() - latest) / 1000);
  if (seconds >= limit) return undefined;
  const actual = seconds.toFixed(1);
  return {
    rule: 'cooldown',
    reason: `The last ${after} of the ${scope} was ${actual} s ago: it waits ${limit} s after one`,
    ...{ scope, limit: String(limit), actual },
  };
}
