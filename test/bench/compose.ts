import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../scripts/local/ports.ts';
import { whyNoEngine } from '../support/compose/engine.ts';
import { https } from '../support/compose/https.ts';
import { prepareStack, removeStack, type Stack } from '../support/compose/stack.ts';
import { ms, perSecond } from './figures.ts';
import { type Call, closedLoop } from './load.ts';

type Row = (what: string, result: string) => void;

const CLIENTS = 32;
const SETTLE_MS = 10_000;

/** The figures of the container stack, in one run: what it weighs, how fast it starts, what it takes in. */
export async function benchCompose(root: string, seconds: number, row: Row): Promise<void> {
  const reason = whyNoEngine(root);
  if (reason !== undefined) throw new Error(`Cannot measure the containers: ${reason}`);
  const folder = mkdtempSync(join(tmpdir(), 'tradingbot-bench-'));
  const [http, httpsPort, loopback] = [await freePort(), await freePort(), await freePort()];
  const stack = await prepareStack({ folder, project: `tbbench${httpsPort}`, http, https: httpsPort, loopback });
  try {
    withoutLimits(stack);
    await benchImage(stack, row);
    await timed('cold `docker/run.sh up`, images there, volumes new', row, () => must(stack.script('run.sh', 'up')));
    await wait(SETTLE_MS);
    row('memory, idle', await memoryOf(stack));
    await benchHealth(stack, row);
    await benchAcknowledgements(stack, 2, seconds, row);
    row('memory, right after the load', await memoryOf(stack));
    await must(
      stack.compose('up', '--detach', '--no-deps', '--no-recreate', '--wait', '--scale', 'backend=1', 'backend'),
    );
    await wait(3_000);
    await benchAcknowledgements(stack, 1, seconds, row);
  } finally {
    await removeStack(stack);
  }
}

/** The limit of a hook is 5 alerts a second; what is behind it can be measured only without. */
function withoutLimits(stack: Stack): void {
  const file = join(stack.folder, 'docker/nginx/routes.conf');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\s*limit_req zone=(webhook|api).*$/gm, ''));
}

async function benchImage(stack: Stack, row: Row): Promise<void> {
  const { stdout } = await must(stack.script('build.sh', '--tag', 'dev'));
  const [, sizes = ''] = /health check, (.*), no build tool/.exec(stdout) ?? [];
  row('image', sizes);
}

async function benchHealth(stack: Stack, row: Row): Promise<void> {
  const url = `http://127.0.0.1:${stack.loopback}/api/v1/health`;
  const kept = await closedLoop(() => ({ url, method: 'GET' }), { clients: 10, seconds: 30, most: 5_000 });
  row(
    'health through nginx, 10 clients on kept connections',
    `${perSecond(kept.perSecond)}, p99 ${ms(kept.p99)}, ${kept.failures} failed`,
  );
  try {
    const { stdout } = await promisify(execFile)('ab', ['-q', '-n', '1000', '-c', '10', url]);
    const [, rate = '?'] = /Requests per second:\s+([\d.]+)/.exec(stdout) ?? [];
    const [, failed = '?'] = /Failed requests:\s+(\d+)/.exec(stdout) ?? [];
    row('`ab -n 1000 -c 10` on health through nginx', `${rate}/s, ${failed} failed`);
  } catch {
    row('`ab -n 1000 -c 10` on health through nginx', 'there is no ab here (Debian: apache2-utils)');
  }
}

/** Kept and answered, with its work due in an hour, so that keeping alone is measured. */
async function benchAcknowledgements(stack: Stack, replicas: number, seconds: number, row: Row): Promise<void> {
  const hook = new URL((await stack.firstRun()).webhookUrl).pathname;
  const url = `http://127.0.0.1:${stack.loopback}${hook}`;
  const run = `${replicas}-${Date.now()}`;
  const call = (nth: number): Call => ({
    url,
    method: 'POST',
    body: JSON.stringify({
      id: `${run}-${nth}`,
      ticker: 'BTCUSDT',
      action: 'buy',
      quantity: 1,
      price: 100,
      delay: 3600,
    }),
  });
  await closedLoop((nth) => call(-nth), { clients: CLIENTS, seconds: 3 });
  const load = await closedLoop(call, { clients: CLIENTS, seconds });
  const what = `durable acknowledgements through nginx, ${replicas} replica${replicas > 1 ? 's' : ''}, ${CLIENTS} clients`;
  row(what, `${perSecond(load.perSecond)}, p50 ${ms(load.p50)}, p99 ${ms(load.p99)}, ${load.failures} failed`);
  await stack.sql('delete from work');
  const reply = await https(stack.https, '/api/v1/health/ready');
  if (reply.status !== 200) throw new Error(`not ready after the load: ${reply.text}`);
}

async function memoryOf(stack: Stack): Promise<string> {
  const { stdout } = await promisify(execFile)('docker', [
    'stats',
    '--no-stream',
    '--format',
    '{{.Name}} {{.MemUsage}}',
  ]);
  const found = stdout
    .split('\n')
    .filter((line) => line.startsWith(stack.project))
    .map((line) => /-(\w+)-\d+ ([\d.]+)MiB/.exec(line)?.slice(1) ?? [])
    .map(([name = '?', mib = 'NaN']) => ({ name, mib: Number(mib) }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const sum = found.reduce((total, { mib }) => total + mib, 0);
  return `${sum.toFixed(0)} MiB (${found.map(({ name, mib }) => `${name} ${mib.toFixed(0)}`).join(', ')})`;
}

async function timed(what: string, row: Row, work: () => Promise<unknown>): Promise<void> {
  const startedAt = performance.now();
  await work();
  row(what, `${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
}

async function must<Result extends { code: number; stderr: string }>(running: Promise<Result>): Promise<Result> {
  const ran = await running;
  if (ran.code !== 0) throw new Error(ran.stderr);
  return ran;
}
