import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { digestToken } from '../shared/ids/secret-token.ts';
import { benchCompose } from '../test/bench/compose.ts';
import { benchExchange } from '../test/bench/exchange.ts';
import { figuresOf, mb, ms, perSecond } from '../test/bench/figures.ts';
import { fillArchive } from '../test/bench/fill-archive.ts';
import { insertFloor } from '../test/bench/floor.ts';
import { type Call, closedLoop, steadyPace } from '../test/bench/load.ts';
import { benchReading } from '../test/bench/read-alerts.ts';
import { bundleStarts, memoryOf } from '../test/bench/start-up.ts';
import { benchUserStream } from '../test/bench/user-stream.ts';
import { buildWorld, type World } from '../test/support/world.ts';
import { buildFirst } from './local/build-first.ts';
import { Failure } from './local/failure.ts';
import { runScript } from './local/run-script.ts';

const root = join(import.meta.dirname, '..');

/** `npm run bench`: everything in one run on one machine, so that the figures can be compared with each other. */
await runScript(async () => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '10' },
      rows: { type: 'string', default: '1000000' },
      /** Reading alerts alone, which needs no service. */
      only: { type: 'string' },
      /** The container stack instead, with the Docker engine that answers here. */
      compose: { type: 'boolean', default: false },
      /** The way to an exchange instead: the fake Binance, in a process of its own. */
      exchange: { type: 'boolean', default: false },
      /** What a fill on the exchange takes to be known: three minutes, most of them spent waiting for the schedule. */
      fills: { type: 'boolean', default: false },
    },
  });
  if (values.only !== undefined && values.only !== 'reading')
    throw new Failure(`--only takes "reading", what needs no service: got "${values.only}"`);
  const seconds = Number(values.seconds);
  if (values.only === undefined) await buildFirst(root);
  console.log(
    `# Benchmarks\n\n${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.version}, ${seconds} s each\n`,
  );
  console.log('| what | result |\n|---|---|');
  if (values.only === 'reading') return benchReading(row);
  if (values.compose) return benchCompose(root, seconds, row);
  if (values.exchange) return benchExchange(row);
  if (values.fills) return benchUserStream(root, row);
  const world = await buildWorld({ log: () => {} });
  try {
    benchReading(row);
    await benchStart(world);
    await benchPace(world, seconds);
    await benchAcknowledgements(world, seconds);
    await benchHealth(world);
    await benchLists(world, Number(values.rows));
    console.log(`| memory of the service after the load | ${mb(memoryOf(world.appPid()))} |`);
    await benchBundles(world);
  } finally {
    await world.end();
  }
});

function row(what: string, result: string): void {
  console.log(`| ${what} | ${result} |`);
}

async function benchStart(world: World): Promise<void> {
  await world.killApp();
  const startedAt = performance.now();
  await world.startApp();
  row('start of serverless-offline until it answers', ms(performance.now() - startedAt));
  row('memory of the service, idle', mb(memoryOf(world.appPid())));
}

/** 300 alerts a minute, as the limit of nginx lets through for one hook. */
async function benchPace(world: World, seconds: number): Promise<void> {
  await steadyPace(buyAlert(world, 'warm'), { perSecond: 5, seconds: 4 });
  const since = new Date();
  const paced = await steadyPace(buyAlert(world, 'pace'), { perSecond: 5, seconds: Math.max(40, seconds) });
  row(
    'acknowledgement at 300 alerts/min, p50 / p99',
    `${ms(paced.p50)} / ${ms(paced.p99)} (${paced.count}, ${paced.failures} failed)`,
  );
  await wait(1_000);
  const sent = await world.query<{ ms: string }>(
    `select extract(epoch from o.submitted_at - a.received_at) * 1000 as ms
     from orders o join alerts a on a.id = o.alert_id where a.received_at >= $1`,
    [since],
  );
  const toOrder = figuresOf(
    sent.map((one) => Number(one.ms)),
    seconds,
  );
  row(
    'alert received to order sent at that pace, p50 / p99',
    `${ms(toOrder.p50)} / ${ms(toOrder.p99)} (${toOrder.count})`,
  );
}

async function benchAcknowledgements(world: World, seconds: number): Promise<void> {
  const clients = 32;
  const floor = await insertFloor(world.databaseUrl, world.hookToken, { clients: 8, seconds });
  row(
    'floor: the same insert through pg alone, one alert a commit',
    `${perSecond(floor.perSecond)}, p99 ${ms(floor.p99)}`,
  );
  await world.query('delete from work');
  const through = await closedLoop(delayedAlert(world), { clients, seconds });
  row(
    `durable acknowledgements through serverless-offline, ${clients} clients`,
    `${perSecond(through.perSecond)}, p50 ${ms(through.p50)}, p99 ${ms(through.p99)}, ${through.failures} failed`,
  );
  row('… as a share of the floor', `${((100 * through.perSecond) / floor.perSecond).toFixed(0)} %`);
  await world.query('delete from work');
}

async function benchHealth(world: World): Promise<void> {
  const call: Call = { url: `${world.baseUrl}/api/v1/health`, method: 'GET' };
  const health = await closedLoop(() => call, { clients: 10, seconds: 30, most: 5_000 });
  row('health, 10 clients', `${perSecond(health.perSecond)}, p99 ${ms(health.p99)}, ${health.failures} failed`);
}

/** The first page, as a person opens it, among a thousand alerts and among a million. */
async function benchLists(world: World, rows: number): Promise<void> {
  const token = 'tbt_bench';
  await world.query(
    `insert into api_tokens (id, user_id, name, digest, hint, created_at) values ('tok_1', 'usr_1', 'bench', $1, 'ench', now())`,
    [digestToken(token)],
  );
  const call: Call = { url: `${world.baseUrl}/api/v1/alerts?limit=50`, method: 'GET', token };
  await world.query('truncate alerts, alert_identities, work');
  const measured: number[] = [];
  for (const count of [1_000, rows]) {
    await fillArchive(world, count);
    await closedLoop(() => call, { clients: 2, seconds: 2 });
    const listed = await closedLoop(() => call, { clients: 2, seconds: 30, most: 1_000 });
    measured.push(listed.p99);
    row(
      `GET /alerts among ${count.toLocaleString('en')} alerts, p50 / p99`,
      `${ms(listed.p50)} / ${ms(listed.p99)}, ${listed.failures} failed`,
    );
  }
  const [few = Number.NaN, many = Number.NaN] = measured;
  row('… p99 of many against few', `${(many / few).toFixed(2)} times`);
}

async function benchBundles(world: World): Promise<void> {
  const dist = join(root, 'dist');
  for (const { name, kb, initMs } of await bundleStarts(dist, { DATABASE_URL: world.databaseUrl })) {
    row(`bundle ${name}: size, init on one core`, `${kb.toFixed(0)} KB, ${ms(initMs)}`);
  }
}

function buyAlert(world: World, run: string): (nth: number) => Call {
  return alertCall(world, (nth) => ({
    id: `${run}-${nth}`,
    symbol: 'BTCUSDT',
    action: 'buy',
    quantity: '1',
    price: '100',
  }));
}

/** Understood and kept like any other, with its work due in an hour: so that keeping alone is measured. */
function delayedAlert(world: World): (nth: number) => Call {
  return alertCall(world, (nth) => ({
    id: `ack-${nth}`,
    ticker: 'BTCUSDT',
    action: 'buy',
    quantity: 1,
    price: 100,
    delay: 3600,
  }));
}

function alertCall(world: World, message: (nth: number) => unknown): (nth: number) => Call {
  const url = `${world.baseUrl}/api/v1/webhook/${world.hookToken}`;
  return (nth) => ({ url, method: 'POST', body: JSON.stringify(message(nth)) });
}
