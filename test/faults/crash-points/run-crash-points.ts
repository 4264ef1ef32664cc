import { seededRandom } from '../random.ts';
import type { OpenedAccount } from '../trading.ts';
import { live } from './live.ts';
import { LIVES, type Life } from './lives.ts';
import { type Shard, startShard } from './shard.ts';
import type { CrashPoint } from './tap.ts';

export type CrashPointOptions = {
  /** A database of its own for each service that is killed beside the others. */
  databaseUrls: readonly string[];
  redisUrl: string;
  seed: number;
  /** Drawn from all, across lives and channels; absent: all of them. */
  sample?: number;
  maxMs: number;
  progress?: (line: string) => void;
  log?: (line: string) => void;
};

/** `missed`: this time the message was not sent, because it depends on the moment whether it is. */
export type PointResult = CrashPoint & {
  life: string;
  outcome: 'passed' | 'failed' | 'missed' | 'not tried';
  problems: string[];
  settleMs: number;
};

export type CrashPointReport = { seed: number; seconds: number; kills: number; results: PointResult[] };

type Planned = CrashPoint & { life: Life };

/** Lists every message of every life, then lives again for each of them, killed there, before and after. */
export async function runCrashPoints(options: CrashPointOptions): Promise<CrashPointReport> {
  const startedAt = performance.now();
  const { seed, sample, maxMs, progress = () => {}, log = () => {} } = options;
  const shards = await Promise.all(
    options.databaseUrls.map((databaseUrl, at) =>
      startShard({ databaseUrl, redisUrl: `${options.redisUrl}/${at}`, log }),
    ),
  );
  try {
    const points = await listPoints(shards);
    const drawn = sample === undefined ? points : drawFrom(points, sample, seed);
    progress(`${points.length} points in ${LIVES.length} lives; ${drawn.length} of them are tried`);
    const results: PointResult[] = [];
    const left = [...drawn];
    const isLate = (): boolean => performance.now() - startedAt > maxMs;
    await Promise.all(
      shards.map(async (shard) => {
        let account = await shard.openAccount();
        for (let point = left.shift(); point !== undefined; point = left.shift()) {
          if (isLate()) {
            results.push({ ...named(point), outcome: 'not tried', problems: [], settleMs: 0 });
            continue;
          }
          const result = await tryPoint(shard, account, point);
          results.push(result);
          // What is wrong once stays wrong in the books of the account.
          if (result.outcome === 'failed') account = await shard.openAccount();
          if (results.length % 10 === 0 || result.outcome === 'failed')
            progress(`${results.length} of ${drawn.length}: ${result.life}, ${result.outcome}`);
        }
      }),
    );
    const kills = shards.reduce((sum, shard) => sum + shard.kills(), 0);
    return { seed, seconds: (performance.now() - startedAt) / 1_000, kills, results };
  } finally {
    await Promise.all(shards.map((shard) => shard.end()));
  }
}

/** Each life once in calm, on whichever service is free; the first of all warms up what is read only once. */
async function listPoints(shards: readonly Shard[]): Promise<Planned[]> {
  const left = [...LIVES];
  const found = new Map<Life, Planned[]>();
  await Promise.all(
    shards.map(async (shard) => {
      const account = await shard.openAccount();
      for (let life = left.shift(); life !== undefined; life = left.shift())
        found.set(life, await pointsOf(shard, account, life));
    }),
  );
  return LIVES.flatMap((life) => found.get(life) ?? []);
}

async function pointsOf(shard: Shard, account: OpenedAccount, life: Life): Promise<Planned[]> {
  shard.tap.listen();
  const { problems } = await live(shard, account, life);
  if (problems.length > 0) throw new Error(`${life.name} fails although nothing is done to it: ${problems.join('; ')}`);
  return shard.tap
    .passed()
    .flatMap((message) => (['before', 'after'] as const).map((moment) => ({ ...message, moment, life })));
}

async function tryPoint(shard: Shard, account: OpenedAccount, point: Planned): Promise<PointResult> {
  const { life, ...at } = point;
  shard.tap.listen(at);
  const { problems, settleMs } = await live(shard, account, life).catch((error: unknown) => ({
    ...{ problems: [String(error)], settleMs: 0 },
  }));
  const wasMet = shard.tap.wasMet();
  shard.tap.listen();
  await shard.isUp();
  const outcome = problems.length > 0 ? 'failed' : wasMet ? 'passed' : 'missed';
  return { ...named(point), outcome, problems, settleMs };
}

const named = ({ life, ...point }: Planned): CrashPoint & { life: string } => ({ ...point, life: life.name });

function drawFrom(points: readonly Planned[], count: number, seed: number): Planned[] {
  const random = seededRandom(seed);
  const left = [...points];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const point = random.pick(left);
    left.splice(left.indexOf(point), 1);
    return point;
  });
}
