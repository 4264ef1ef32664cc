import { setTimeout as wait } from 'node:timers/promises';
import { buildWorld, type World } from '../support/world.ts';
import { deliverLane, newTally, type Tally } from './deliver.ts';
import { judge, type Verdict } from './judge.ts';
import { causeOutages, type Outage } from './outages.ts';
import { seededRandom } from './random.ts';
import { writeStory } from './story.ts';

export type FaultOptions = {
  alerts: number;
  seed: number;
  maxOutages: number;
  /** Between one outage and the next. */
  calmMs: [number, number];
  /** Between one alert of a lane and the next. */
  pauseMs: [number, number];
  log?: (line: string) => void;
};

export type FaultReport = {
  seed: number;
  alerts: number;
  seconds: number;
  tally: Tally;
  outages: Outage[];
  verdict: Verdict;
};

const SETTLE_MS = 90_000;

/** Tells a story to the service while its world falls apart, then holds the books to the story. */
export async function runFaults(options: FaultOptions): Promise<FaultReport> {
  const startedAt = performance.now();
  const world = await buildWorld({ log: options.log ?? (() => {}) });
  const tally = newTally();
  try {
    const lanes = writeStory(options.alerts, world.hookToken, seededRandom(options.seed));
    let isTold = false;
    const pauses = seededRandom(options.seed + 1);
    const telling = Promise.all(
      lanes.map((lane) => deliverLane(world.baseUrl, lane, tally, () => wait(pauses.between(...options.pauseMs)))),
    ).then(() => {
      isTold = true;
    });
    const outages = await causeOutages(world, seededRandom(options.seed + 2), {
      isOver: () => isTold,
      most: options.maxOutages,
      pauseMs: options.calmMs,
    });
    await telling;
    await untilSettled(world);
    const verdict = await judge(world, lanes, tally);
    const seconds = (performance.now() - startedAt) / 1000;
    return { seed: options.seed, alerts: options.alerts, seconds, tally, outages, verdict };
  } finally {
    tally.isStopped = true;
    await world.end();
  }
}

/** Until nothing is left to do, or for as long as anybody should have to wait. */
async function untilSettled(world: World): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  while (Date.now() < deadline) {
    const [row] = await world.query<{ left: string }>('select count(*) as left from work');
    if (row?.left === '0') return;
    await wait(200);
  }
}
