import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import { leftovers, runStart, type StartRun, startedBy } from '../support/run-start.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const SECONDS_MS = 1_000;
const runs: StartRun[] = [];

afterEach(async () => {
  for (const run of runs.splice(0)) {
    run.signal('SIGTERM');
    await run.exited;
  }
});

afterAll(removeTemporaryFolders);

function newData(): string {
  return temporaryFolder('start');
}

function start(dataFolder: string, port: number, env: Record<string, string> = {}): StartRun {
  const run = runStart(dataFolder, port, env);
  runs.push(run);
  return run;
}

async function post(url: string, body: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(url, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function readiness(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/health/ready`);
  await response.arrayBuffer();
  return response.status;
}

/** The command that npm start prints to buy with. */
function printedAlert(run: StartRun): { url: string; body: string } {
  const [, url = '', body = ''] = /curl -s -X POST '([^']+)' -d '([^']+)'/.exec(run.stdout()) ?? [];
  return { url, body };
}

async function untilStatus(port: number, wanted: number): Promise<void> {
  while ((await readiness(port).catch(() => 0)) !== wanted) await wait(50);
}

it('npm start makes what is needed, takes the printed alert once, stops clean, and finds everything again', async () => {
  const [data, port] = [newData(), await freePort()];
  const first = start(data, port);
  const file = await first.ready();
  expect(Object.keys(file)).toEqual(['baseUrl', 'email', 'password', 'apiToken', 'webhookUrl']);
  for (const name of ['first-run.json', 'encryption.key']) expect(statSync(join(data, name)).mode & 0o777).toBe(0o600);
  expect(file.baseUrl).toBe(`http://localhost:${port}`);
  expect(first.stdout(), 'the owner is shown once').toContain(file.password);

  const alert = printedAlert(first);
  expect(alert.url).toBe(file.webhookUrl);
  const accepted = await post(alert.url, alert.body);
  expect(accepted).toMatchObject({ status: 202, body: { status: 'accepted' } });
  expect(await post(alert.url, alert.body)).toMatchObject({
    status: 200,
    body: { id: accepted.body.id, status: 'duplicate' },
  });
  const token = file.webhookUrl.split('/').at(-1) ?? '';
  const lines = first.stdout().split('\n').concat(first.stderr().split('\n'));
  const withToken = lines.filter((line) => line.includes(token));
  expect(withToken, 'the hook to paste and the command to buy, and never a request log').toHaveLength(2);

  const { server, postgres } = startedBy(data);
  expect(leftovers([server, postgres])).toHaveLength(2);
  const toldAt = Date.now();
  first.signal('SIGTERM');
  expect(await first.exited).toEqual({ code: 0, signal: null });
  expect(Date.now() - toldAt).toBeLessThan(8 * SECONDS_MS);
  expect(leftovers([server, postgres])).toEqual([]);
  expect(existsSync(join(data, 'postgres/postmaster.pid'))).toBe(false);

  const second = start(data, port);
  expect(await second.ready()).toEqual(file);
  expect(second.stdout(), 'what was shown once is not shown again').not.toContain(file.password);
  expect(await post(alert.url, alert.body)).toMatchObject({ status: 200, body: { id: accepted.body.id } });
});

it('npm start after a kill -9 ends what was left behind and finds everything again', async () => {
  const [data, port] = [newData(), await freePort()];
  const first = start(data, port);
  await first.ready();
  const alert = printedAlert(first);
  const { body } = await post(alert.url, alert.body);
  const { server, postgres } = startedBy(data);
  first.signal('SIGKILL');
  expect(await first.exited).toMatchObject({ signal: 'SIGKILL' });

  const second = start(data, port);
  await second.ready();
  expect(leftovers([server, postgres])).toEqual([]);
  expect(await post(alert.url, alert.body)).toMatchObject({ status: 200, body: { id: body.id, status: 'duplicate' } });
});

it('npm start moves the hook along when the port changes', async () => {
  const [data, port, other] = [newData(), await freePort(), await freePort()];
  const first = start(data, port);
  const { webhookUrl } = await first.ready();
  first.signal('SIGINT');
  expect(await first.exited).toEqual({ code: 0, signal: null });
  const moved = await start(data, other).ready();
  expect(moved.webhookUrl).toBe(webhookUrl.replace(String(port), String(other)));
});

it('a Postgres that goes down is started again, and readiness follows', async () => {
  const [data, port] = [newData(), await freePort()];
  const run = start(data, port);
  await run.ready();
  process.kill(startedBy(data).postgres, 'SIGKILL');
  await untilStatus(port, 503);
  await untilStatus(port, 200);
  expect(run.stderr()).toContain('Postgres went down; starting it again');
});

it('npm start ends, and stops Postgres, when its server dies', async () => {
  const [data, port] = [newData(), await freePort()];
  const run = start(data, port);
  await run.ready();
  const { server, postgres } = startedBy(data);
  process.kill(server, 'SIGKILL');
  expect(await run.exited).toEqual({ code: 1, signal: null });
  expect(run.stderr()).toContain('The server stopped unexpectedly (SIGKILL)');
  expect(leftovers([postgres])).toEqual([]);
});

it('npm start says who uses the data already', async () => {
  const [data, port] = [newData(), await freePort()];
  const first = start(data, port);
  await first.ready();
  const second = start(data, await freePort());
  expect(await second.exited).toEqual({ code: 1, signal: null });
  expect(second.stderr()).toContain(`Already running on port ${port} as process ${first.pid}`);
  expect(await readiness(port), 'the first one is not disturbed').toBe(200);
});

it('DATABASE_URL switches the embedded Postgres off', async () => {
  const [data, port, database] = [newData(), await freePort(), await testDatabase('start')];
  const run = start(data, port, { DATABASE_URL: database.url });
  await run.ready();
  expect(existsSync(join(data, 'postgres'))).toBe(false);
  const alert = printedAlert(run);
  expect(await post(alert.url, alert.body)).toMatchObject({ status: 202 });
  const { rows } = await database.pool.query('select count(*)::int as alerts from alerts');
  expect(rows).toEqual([{ alerts: 1 }]);
  run.signal('SIGTERM');
  await run.exited;
  await database.close();
});

it('npm start names the port that is in use', async () => {
  const [data, port] = [newData(), await freePort()];
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const run = start(data, port);
  expect(await run.exited).toEqual({ code: 1, signal: null });
  expect(run.stderr()).toBe(`Port ${port} is in use: stop what listens there, or set PORT\n`);
  await new Promise((resolve) => other.close(resolve));
});

it.each<{ case: string; env: Record<string, string>; says: string }>([
  {
    case: 'PORT is no port',
    env: { PORT: 'eighty' },
    says: 'PORT: must be a port number from 1 to 65535, not "eighty"',
  },
  {
    case: 'PORT is too high',
    env: { PORT: '80000' },
    says: 'PORT: must be a port number from 1 to 65535, not "80000"',
  },
  { case: 'DATABASE_URL is no address', env: { DATABASE_URL: 'mysql://db' }, says: 'DATABASE_URL: must look like' },
  {
    case: 'no database answers',
    env: { DATABASE_URL: 'postgres://someone:hush@127.0.0.1:1/nothing' },
    says: 'Cannot use the database at postgres://someone:***@127.0.0.1:1/nothing: The database cannot be reached',
  },
  { case: 'a door lacks a variable', env: { WEBHOOK_SECRET: 'short' }, says: 'WEBHOOK_SECRET: must have at least' },
])('npm start ends with one sentence when $case', async ({ env, says }) => {
  const run = start(newData(), await freePort(), env);
  expect(await run.exited).toEqual({ code: 1, signal: null });
  expect(run.stderr()).toContain(says);
  expect(run.stderr(), 'no stack').not.toContain('    at ');
  expect(run.stderr(), 'no secret').not.toContain('hush');
  expect(existsSync(join(run.dataFolder, 'running.json')), 'nothing stays behind').toBe(false);
});

it('a signal to npm itself stops everything', async () => {
  const [data, port] = [newData(), await freePort()];
  const npm = spawn('npm', ['start'], { cwd: root, env: { ...process.env, DATA_DIR: data, PORT: String(port) } });
  let said = '';
  npm.stdout.on('data', (chunk) => {
    said += chunk;
  });
  while (!said.includes('Ready.')) await wait(50);
  const { server, postgres } = startedBy(data);
  npm.kill('SIGTERM');
  while (leftovers([server, postgres]).length > 0) await wait(50);
  expect(existsSync(join(data, 'postgres/postmaster.pid')), 'Postgres had the time to stop in good order').toBe(false);
});
