import type { World } from '../../support/world.ts';
import type { Tally } from '../deliver.ts';

/** How much is left undone, as of a second ago. */
export type Watch = { backlog(): number; end(): void };

const WATCH_EVERY_MS = 1_000;
const TELL_EVERY = 10;

/** What holds the most work up, and since when. */
const LONGEST = `
select w.kind, w.attempts, w.last_error, count(*) over (partition by w.lane) as behind,
  round(extract(epoch from now() - w.created_at)) as age_s, round(extract(epoch from w.due_at - now())) as due_in_s,
  round(extract(epoch from l.leased_until - now())) as leased_s
from work w join lanes l on l.lane = w.lane
order by w.is_begun desc, w.seq limit 3`;

type Waiting = {
  kind: string;
  attempts: number;
  last_error: string | null;
  behind: string;
  age_s: string;
  due_in_s: string;
  leased_s: string | null;
};

export function watchBacklog(world: World, tally: Tally, alerts: number, progress: (line: string) => void): Watch {
  let [backlog, turns, isLooking] = [0, 0, false];
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      const [row] = await world.query<{ left: string }>('select count(*) as left from work');
      backlog = Number(row?.left ?? 0);
      if (turns % TELL_EVERY === 0) await tellLongest(world, progress);
    } catch {
      // Postgres is away: the figure of a moment ago will do.
    } finally {
      isLooking = false;
    }
    turns += 1;
    if (turns % TELL_EVERY === 0)
      progress(
        `${turns} s: ${tally.acknowledged.size} of ${alerts} alerts acknowledged, ${backlog} pieces of work left`,
      );
  };
  const timer = setInterval(() => void look(), WATCH_EVERY_MS);
  return { backlog: () => backlog, end: () => clearInterval(timer) };
}

async function tellLongest(world: World, progress: (line: string) => void): Promise<void> {
  for (const { kind, attempts, last_error, behind, age_s, due_in_s, leased_s } of await world.query<Waiting>(LONGEST))
    progress(
      `  ${kind}, ${behind} in its lane, ${age_s} s old, tried ${attempts} times, due in ${due_in_s} s, leased for ${leased_s ?? 0} s: ${last_error ?? ''}`,
    );
}
