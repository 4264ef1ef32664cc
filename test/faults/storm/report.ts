import { deliveryRows, outageRows, renderProblems as problemsOf, toTable } from '../report.ts';
import type { StormReport } from './run-storm.ts';

/** The report as a Markdown table. */
export function renderStorm(report: StormReport): string {
  const { seed, alerts, seconds, settleSeconds, tally, outages, faults, verdict } = report;
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .sort(([, one], [, other]) => other - one)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  return toTable([
    ['seed', seed],
    ['alerts', alerts],
    ['seconds', seconds.toFixed(1)],
    ['seconds to settle after the last fault', settleSeconds.toFixed(1)],
    ...deliveryRows(tally),
    ...outageRows(outages),
    ['requests to the exchange', report.requests],
    ['trades on the exchange', report.trades],
    ['faults of the exchange', Object.values(faults).reduce((sum, count) => sum + count, 0)],
    ['of which', listed(faults)],
    ['its limits reached', listed(report.overLimit)],
    ['never acknowledged', tally.neverAcknowledged.length],
    ['acknowledged and lost, or traded and not in our books', verdict.lost.length],
    ['kept or executed twice', verdict.doubled.length],
    ['ended otherwise than they should', verdict.wrong.length],
    ['without an end, or not settled', verdict.unfinished.length],
    ['differences between our books and the exchange', verdict.mismatched.length],
  ]);
}

/** The first few of everything that is wrong, and what happened in the lanes that they name. */
export function renderStormProblems(report: StormReport): string[] {
  const problems = problemsOf(report);
  return problems.length === 0 ? [] : [...problems, ...report.timelines];
}
