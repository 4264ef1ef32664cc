import { expect, it } from 'vitest';
import { cooldown } from '../../../../shared/risk/rules/cooldown.ts';
import { aRiskBook, aRiskInput, limitsOf, type RuleRow, traded } from '../../../support/build-risk.ts';
import { NOW } from '../../../support/fixed.ts';

const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const closed = (exit: number, loss?: number) =>
  aRiskBook({ lastClosed: [{ ...traded(), exitAt: ago(exit), ...(loss === undefined ? {} : { lossAt: ago(loss) }) }] });
it.each<RuleRow>([
  { case: 'no limit with nothing', input: { book: closed(1) } },
  { case: 'nothing closed with nothing', input: { limits: [limitsOf('symbol', { cooldownAfterExitSeconds: 60 })] } },
  {
    case: 'an exit a moment ago with a denial',
    input: { book: closed(59.9), limits: [limitsOf('symbol', { cooldownAfterExitSeconds: 60 })] },
    denied: { rule: 'cooldown', scope: 'symbol', limit: '60', actual: '59.9' },
    words: 'The last exit of the symbol was 59.9 s ago: it waits 60 s after one',
  },
  {
    case: 'an exit long enough ago with nothing',
    input: { book: closed(60), limits: [limitsOf('symbol', { cooldownAfterExitSeconds: 60 })] },
  },
  {
    case: 'a gain where only losses wait with nothing',
    input: { book: closed(1), limits: [limitsOf('user', { cooldownAfterLossSeconds: 60 })] },
  },
  {
    case: 'a loss with a denial',
    input: { book: closed(5, 30), limits: [limitsOf('user', { cooldownAfterLossSeconds: 60 })] },
    denied: { scope: 'user', actual: '30.0' },
    words: 'The last loss of the user was 30.0 s ago',
  },
  {
    case: 'an exit elsewhere with nothing',
    input: {
      book: closed(1),
      limits: [{ scope: 'symbol', subject: 'ETHUSDT', limits: { cooldownAfterExitSeconds: 60 } }],
    },
  },
])('cooldown() answers $case', ({ input, denied, words = '' }) => {
  const denial = cooldown(aRiskInput(input));
  if (denied === undefined) return expect(denial).toBeUndefined();
  expect(denial).toMatchObject(denied);
  expect(denial?.reason).toContain(words);
});
