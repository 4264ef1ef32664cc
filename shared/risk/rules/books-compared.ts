import type { StandingRule } from '../risk.ts';

/** Accounts are compared every minute; a few that failed are no reason to stop. */
const MAX_AGE_MS = 5 * 60_000;

/** A strategy that halts on differences makes no entry on books that nobody could compare for a while. Paper has one set of books. */
export const booksCompared: StandingRule = ({ strategy, accountMode, comparedAt, now }) => {
  if (strategy.onDifference !== 'halt' || accountMode === 'paper') return undefined;
  if (comparedAt !== undefined && now.getTime() - comparedAt.getTime() <= MAX_AGE_MS) return undefined;
  const last =
    comparedAt === undefined
      ? 'was not compared with its exchange yet'
      : `was last compared with its exchange at ${comparedAt.toISOString()}`;
  return {
    rule: 'books_compared',
    reason: `The account ${last}, and must have been within ${MAX_AGE_MS / 60_000} minutes: strategy "${strategy.name}" halts on differences`,
  };
};
