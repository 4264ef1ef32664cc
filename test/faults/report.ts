import type { Tally } from './deliver.ts';
import type { Outage, OutageName } from './outages.ts';
import type { FaultReport } from './run-faults.ts';

export type Rows = [what: string, result: string | number][];

/** The report as a Markdown table. */
export function renderReport({ seed, alerts, seconds, tally, outages, verdict }: FaultReport): string {
  return toTable([
    ['seed', seed],
    ['alerts', alerts],
    ['seconds', seconds.toFixed(1)],
    ...deliveryRows(tally),
    ...outageRows(outages),
    ['never acknowledged', tally.neverAcknowledged.length],
    ['acknowledged and lost', verdict.lost.length],
    ['kept or executed twice', verdict.doubled.length],
    ['ended otherwise than they should', verdict.wrong.length],
    ['not ended', verdict.unfinished.length],
    ['differences between our books and the exchange', verdict.mismatched.length],
  ]);
}

export function deliveryRows(tally: Tally): Rows {
  return [
    ['deliveries', tally.deliveries],
    ['answered 202, kept', tally.accepted],
    ['answered 200, duplicate', tally.duplicates],
    ['answered 503', tally.unavailable],
    ['not answered', tally.unanswered],
    ['answered anything else', tally.unexpected.length],
  ];
}

export function outageRows(outages: readonly Outage[]): Rows {
  const backs = (what: OutageName): string => {
    const of = outages.filter((outage) => outage.what === what).map(({ backAfterMs }) => backAfterMs);
    return of.length === 0 ? '0' : `${of.length}, back within ${Math.max(...of)} ms at most`;
  };
  return [
    ['service killed with SIGKILL', backs('kill the service')],
    ['Postgres killed with SIGKILL', backs('kill Postgres')],
    ['Postgres stopped', backs('stop Postgres')],
    ['Redis stopped', backs('stop Redis')],
  ];
}

export function toTable(rows: Rows): string {
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
