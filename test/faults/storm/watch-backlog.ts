import type { World } from '../../support/world.ts';
import type { Tally } from '../deliver.ts';

/** How much is left undone, as of a second ago. */
export type Watch = { backlog(): number; end(): void };

const WATCH_EVERY_MS = 1_000;
const TELL_EVERY = 10;

export function watchBacklog(world: World, tally: Tally, alerts: number, progress: (line: string) => void): Watch {
  let [backlog, turns, isLooking] = [0, 0, false];
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      const [row] = await world.query<{ left: string }>('select count(*) as left from work');
      backlog = Number(row?.left ?? 0);
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
