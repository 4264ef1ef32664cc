import { toTable } from '../report.ts';
import type { CrashPointReport, PointResult } from './run-crash-points.ts';

const ORDER = ['failed', 'not tried', 'missed', 'passed'] as const;

/** How it went, in figures. */
export function renderCrashPoints({ seed, seconds, kills, results }: CrashPointReport): string {
  const count = (outcome: PointResult['outcome']): number => results.filter((one) => one.outcome === outcome).length;
  const settled = results.filter(({ outcome }) => outcome === 'passed').map(({ settleMs }) => settleMs);
  return toTable([
    ['seed', seed],
    ['seconds', seconds.toFixed(1)],
    ['points', results.length],
    ['service killed with SIGKILL', kills],
    ['life and books as they should be', count('passed')],
    ['not as they should be', count('failed')],
    ['message not sent this time, nothing killed', count('missed')],
    ['not tried, out of time', count('not tried')],
    ['longest life that was killed, seconds', (Math.max(0, ...settled) / 1_000).toFixed(1)],
  ]);
}

/** Every point by life, with what was found. */
export function listCrashPoints({ results }: CrashPointReport): string {
  const rows = results
    .toSorted(
      (one, other) => one.life.localeCompare(other.life) || ORDER.indexOf(one.outcome) - ORDER.indexOf(other.outcome),
    )
    .map(({ life, channel, name, nth, moment, outcome, settleMs, problems }) => {
      const found = problems.length === 0 ? `${(settleMs / 1_000).toFixed(1)} s` : problems.join('; ');
      return `| ${life} | ${moment} | ${channel} | ${name} | ${nth} | ${outcome} | ${found} |`;
    });
  return [
    '| life | killed | talking to | message | no. | outcome | found |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

export function crashPointProblems({ results }: CrashPointReport): string[] {
  return results
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'not tried')
    .map(
      ({ life, moment, name, nth, problems, outcome }) =>
        `${life}, ${moment} ${name} no. ${nth}: ${problems.join('; ') || outcome}`,
    );
}
