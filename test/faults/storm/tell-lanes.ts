import type { World } from '../../support/world.ts';

const MAX_LANES = 3;
const MAX_DETAIL = 260;

type EventRow = { told: string; at: Date; name: string; detail: unknown };

const EVENTS = `
select a.raw::jsonb ->> 'id' as told, e.at, e.name, e.detail from events e join alerts a on a.id = e.alert_id
where split_part(a.raw::jsonb ->> 'id', '-', 1) = $1 order by e.at, e.id`;

/** What happened in the lanes of which `problems` speak by the ids of their alerts, for whoever has to find out why. */
export async function tellLanes({ query }: Pick<World, 'query'>, problems: readonly string[]): Promise<string[]> {
  const lanes = new Set(problems.flatMap((problem) => /^(\d+)-\d+ /.exec(problem)?.[1] ?? []));
  const told: string[] = [];
  for (const lane of [...lanes].slice(0, MAX_LANES)) {
    for (const { told: alert, at, name, detail } of await query<EventRow>(EVENTS, [lane]))
      told.push(`${at.toISOString().slice(11, 23)} ${alert} ${name} ${JSON.stringify(detail).slice(0, MAX_DETAIL)}`);
  }
  return told;
}
