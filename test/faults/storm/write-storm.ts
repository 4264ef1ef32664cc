import type { Random } from '../random.ts';
import { type Lane, tell } from '../story.ts';
import type { OpenedAccount } from '../trading.ts';
import { flips, limits, MOVING, nothing, type Plot, QUIET, rounds, type Traded, wild } from './plots.ts';

/** A steady account is only ever refused for a time; a wild one also for good, and its prices move. */
export type StormAccounts = { steady: readonly OpenedAccount[]; wild: readonly OpenedAccount[] };

const turns = (account: number): ((traded: Traded) => Plot)[] =>
  account % 2 === 0
    ? [flips, (traded) => rounds(traded, 'usdm'), (traded) => limits(traded, 'usdm')]
    : [(traded) => limits(traded, 'usdm'), flips, (traded) => rounds(traded, 'usdm')];

/** One lane for each account, market and symbol, and one whose alerts come to no order. */
export function writeStorm(alerts: number, accounts: StormAccounts, random: Random): Lane[] {
  const [first] = accounts.steady;
  const plots: [OpenedAccount, Plot][] = [
    ...accounts.steady.flatMap((account, at) =>
      QUIET.flatMap((traded, nth): [OpenedAccount, Plot][] => [
        [account, (turns(at)[nth] ?? flips)(traded)],
        [account, nth === at % QUIET.length ? limits(traded, 'spot') : rounds(traded, 'spot')],
      ]),
    ),
    ...accounts.wild.flatMap((account) =>
      MOVING.flatMap((traded): [OpenedAccount, Plot][] => [
        [account, wild(traded, 'usdm', random)],
        [account, wild(traded, 'spot', random)],
      ]),
    ),
    ...(first === undefined ? [] : [[first, nothing] satisfies [OpenedAccount, Plot]]),
  ];
  return plots.map(([{ hookToken }, plot], at) => {
    const count = Math.floor(alerts / plots.length) + (at < alerts % plots.length ? 1 : 0);
    const told = Array.from({ length: count }, (_, nth) => tell(`${at}-${nth}`, plot(nth, nth === count - 1), random));
    return { name: String(at), hookToken, alerts: told };
  });
}
