import { setTimeout as wait } from 'node:timers/promises';
import { keepTrading } from '../../support/binance/keep-trading.ts';
import { callFake } from '../../support/binance/process/call-fake.ts';
import { type FakeProcess, startFakeProcess } from '../../support/binance/process/start-process.ts';
import { buildWorld, type World } from '../../support/world.ts';
import { deliverLane, newTally, type Tally } from '../deliver.ts';
import { judgeAlerts, type Verdict } from '../judge.ts';
import { causeOutages, type Outage } from '../outages.ts';
import { seededRandom } from '../random.ts';
import { insertOwner, type OpenedAccount, openAccount, tradingEnv } from '../trading.ts';
import { MOVING, QUIET } from './plots.ts';
import { settle } from './settle.ts';
import { tellLanes } from './tell-lanes.ts';
import { watchBacklog } from './watch-backlog.ts';
import { startWeather } from './weather.ts';
import { writeStorm } from './write-storm.ts';

export type StormOptions = {
  alerts: number;
  seed: number;
  maxOutages: number;
  /** Between one outage and the next. */
  calmMs: [number, number];
  /** After this the rest of the story is left untold, and that is a problem of the run. */
  maxMs: number;
  accounts?: { steady: number; wild: number };
  progress?: (line: string) => void;
  /** What the service logs. */
  log?: (line: string) => void;
};

export type StormReport = {
  seed: number;
  alerts: number;
  seconds: number;
  /** From the end of the faults until nothing was left to do and the books agreed. */
  settleSeconds: number;
  tally: Tally;
  outages: Outage[];
  /** Faults that the exchange played, by name. */
  faults: Readonly<Record<string, number>>;
  /** Answers 429 and 418 that were no faults: a limit was reached indeed. */
  overLimit: Readonly<Record<string, number>>;
  requests: number;
  trades: number;
  verdict: Verdict;
  /** Of the first lanes that went otherwise than they should. */
  timelines: string[];
};

const PAUSE_MS: [number, number] = [50, 400];
/** More than this is not left undone at a time: alerts come over hours, not all at once. */
const MAX_BACKLOG = 60;
const IN_PARTS = { parts: 2, ticksApart: 0 };

/** Trades a story on a strict exchange while that, the service and what it stands on fall apart; then compares all books. */
export async function runStorm(options: StormOptions): Promise<StormReport> {
  const startedAt = performance.now();
  const fake = await startFakeProcess(['--network', 'testnet']);
  const log = options.log ?? (() => {});
  const world = await buildWorld({ log, env: tradingEnv(fake.urls), prepare: insertOwner }).catch(async (error) => {
    await fake.stop();
    throw error;
  });
  const tally = newTally();
  try {
    return { ...(await storm(options, { fake, world, tally })), seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    tally.isStopped = true;
    await world.end();
    await fake.stop();
  }
}

type On = { fake: FakeProcess; world: World; tally: Tally };

async function storm(options: StormOptions, on: On): Promise<Omit<StormReport, 'seconds'>> {
  const { fake, world, tally } = on;
  const { seed, alerts, progress = () => {} } = options;
  const { controlUrl } = fake;
  for (const { symbol, price } of [...QUIET, ...MOVING]) await callFake(controlUrl, 'setPrice', symbol, price);
  const stopTrading = keepTrading(() =>
    Promise.all(QUIET.map(({ symbol, price }) => callFake(controlUrl, 'setPrice', symbol, price))).catch(
      () => undefined,
    ),
  );
  await callFake(controlUrl, 'fillInParts', IN_PARTS);
  const accounts = await openAccounts(on, options.accounts ?? { steady: 4, wild: 2 });
  const lanes = writeStorm(alerts, accounts, seededRandom(seed));
  const weather = await startWeather(controlUrl, {
    ...{ seed, random: seededRandom(seed + 3) },
    wildKeys: accounts.wild.map(({ apiKey }) => apiKey),
  });
  const watch = watchBacklog(world, tally, alerts, progress);
  const pauses = seededRandom(seed + 1);
  const pause = async (): Promise<void> => {
    await wait(pauses.between(...PAUSE_MS));
    while (watch.backlog() > MAX_BACKLOG && !tally.isStopped) await wait(200);
  };
  const late = setTimeout(() => {
    tally.isStopped = true;
    tally.unexpected.push(`The story was not told within ${options.maxMs / 1_000} s`);
  }, options.maxMs);
  let isTold = false;
  const telling = Promise.all(lanes.map((lane) => deliverLane(world.baseUrl, lane, tally, pause))).then(() => {
    isTold = true;
  });
  const outages = await causeOutages(world, seededRandom(seed + 2), {
    isOver: () => isTold && watch.backlog() < MAX_BACKLOG / 4,
    most: options.maxOutages,
    pauseMs: options.calmMs,
  });
  await telling;
  clearTimeout(late);
  await weather.end();
  progress('calm: no more faults');
  const calmAt = performance.now();
  const verdict = await settle({ world, controlUrl }, [...accounts.steady, ...accounts.wild]);
  watch.end();
  stopTrading();
  const settleSeconds = (performance.now() - calmAt) / 1_000;
  if (!tally.isStopped) await judgeAlerts(world, { lanes, tally }, verdict);
  const timelines = await tellLanes(world, [...verdict.wrong, ...verdict.unfinished]);
  const { requests, trades, faults, overLimit } = await callFake(controlUrl, 'counts');
  return { seed, alerts, settleSeconds, tally, outages, faults, overLimit, requests, trades, verdict, timelines };
}

async function openAccounts(
  { fake, world }: On,
  counts: { steady: number; wild: number },
): Promise<{ steady: OpenedAccount[]; wild: OpenedAccount[] }> {
  const open = async (name: string): Promise<OpenedAccount> =>
    openAccount(world.baseUrl, (options) => callFake(fake.controlUrl, 'addAccount', options), name);
  const accounts = { steady: [] as OpenedAccount[], wild: [] as OpenedAccount[] };
  for (let nth = 0; nth < counts.steady; nth += 1) accounts.steady.push(await open(`steady${nth}`));
  for (let nth = 0; nth < counts.wild; nth += 1) accounts.wild.push(await open(`wild${nth}`));
  return accounts;
}
