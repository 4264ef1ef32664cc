import { expect, it } from 'vitest';
import { outcomeChange } from '../../../shared/execution/outcome-change.ts';

it.each([
  { said: undefined, told: undefined },
  { said: 400, told: 400 },
  { said: 0, told: 100 },
  { said: 12_345.6, told: 12_346 },
  { said: 300_000, told: 60_000 },
])('outcomeChange() asks again after $told ms when the exchange says $said', ({ said, told }) => {
  const retry = said === undefined ? {} : { retryAfterMs: said };
  const change = outcomeChange({ status: 'not_executed', message: 'busy', ...retry });
  expect(change).toEqual({ kind: 'postponed', reason: 'busy', ...(told === undefined ? {} : { retryAfterMs: told }) });
});
