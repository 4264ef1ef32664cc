import type { FaultReport } from './run-faults.ts';

/** The report as a Markdown table. */
export function renderReport({ seed, alerts, seconds, tally, outages, verdict }: FaultReport): string {
  const backs = (what: string): string => {
    const of = outages.filter((outage) => outage.what === what).map(({ backAfterMs }) => backAfterMs);
    return of.length === 0 ? '0' : `${of.length}, back within ${Math.max(...of)} ms at most`;
  };
  const rows: [string, string | number][] = [
    ['seed', seed],
    ['alerts', alerts],
    ['seconds', seconds.toFixed(1)],
    ['deliveries', tally.deliveries],
    ['answered 202, kept', tally.accepted],
    ['answered 200, duplicate', tally.duplicates],
    ['answered 503', tally.unavailable],
    ['not answered', tally.unanswered],
    ['answered anything else', tally.unexpected.length],
    ['service killed with SIGKILL', backs('kill the service')],
    ['Postgres killed with SIGKILL', backs('kill Postgres')],
    ['Postgres stopped', backs('stop Postgres')],
    ['Redis stopped', backs('stop Redis')],
    ['never acknowledged', tally.neverAcknowledged.length],
    ['acknowledged and lost', verdict.lost.length],
    ['kept or executed twice', verdict.doubled.length],
    ['ended otherwise than they should', verdict.wrong.length],
    ['not ended', verdict.unfinished.length],
    ['differences between our books and the exchange', verdict.mismatched.length],
  ];
  return ['| what | result |', '|---|---|', ...rows.map(([what, result]) => `| ${what} | ${result} |`)].join('\n');
}

/** The first few of everything that is wrong, for people. */
export function renderProblems({ tally, verdict }: Pick<FaultReport, 'tally' | 'verdict'>): string[] {
  const all = [
    ...tally.unexpected,
    ...tally.neverAcknowledged.map((id) => `${id} was never acknowledged`),
    ...Object.values(verdict).flat(),
  ];
  return all.slice(0, 20);
}
