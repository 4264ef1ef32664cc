import { expect, it } from 'vitest';
import { booksCompared } from '../../../../shared/risk/rules/books-compared.ts';
import { aRiskInput, type RuleRow } from '../../../support/build-risk.ts';
import { aStrategy } from '../../../support/build-signal.ts';
import { NOW } from '../../../support/fixed.ts';

const halting = aStrategy({ onDifference: 'halt', mode: 'live' });
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1_000);

it.each<RuleRow>([
  { case: 'a strategy that is only told with nothing', input: { accountMode: 'live' } },
  { case: 'paper with nothing', input: { strategy: halting, accountMode: 'paper' } },
  {
    case: 'a comparison of 300 s ago with nothing',
    input: { strategy: halting, accountMode: 'live', comparedAt: ago(300) },
  },
  {
    case: 'a comparison of 301 s ago with a denial',
    input: { strategy: halting, accountMode: 'live', comparedAt: ago(301) },
    denied: { rule: 'books_compared' },
    words: 'was last compared with its exchange at 2026-03-02T11:54:59.000Z, and must have been within 5 minutes',
  },
  {
    case: 'no comparison with a denial',
    input: { strategy: halting, accountMode: 'live' },
    denied: { rule: 'books_compared' },
    words: 'was not compared with its exchange yet',
  },
])('booksCompared() answers $case', ({ input, denied, words = '' }) => {
  const denial = booksCompared(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
