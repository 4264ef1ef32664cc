import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';

const ROOT = join(import.meta.dirname, '../..');
let database: TestDatabase;
let child: ChildProcess;
let baseUrl = '';

beforeAll(async () => {
  database = await testDatabase('sls_offline');
  const [http, lambda, websocket] = [await freePort(), await freePort(), await freePort()];
  baseUrl = `http://127.0.0.1:${http}/api/v1`;
  const ports = ['--httpPort', String(http), '--lambdaPort', String(lambda), '--websocketPort', String(websocket)];
  const command = [join(ROOT, 'node_modules/osls/bin/serverless.js'), 'offline', '--stage', 'local', ...ports];
  const env = { ...process.env, DATABASE_URL: database.url, SLS_LOG_LEVEL: 'error' };
  child = spawn(process.execPath, command, { cwd: ROOT, env, stdio: 'ignore' });
  for (let turn = 0; turn < 300 && (await status('/health')) !== 200; turn += 1) await wait(100);
});

afterAll(async () => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
  await database.close();
});

async function status(path: string, init?: RequestInit): Promise<number> {
  try {
    const response = await fetch(`${baseUrl}${path}`, init);
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

it('sls offline serves the built bundles on the database that it is given', async () => {
  expect(await status('/health/ready')).toBe(200);
  expect(await status('/webhook/hk_unknown', { method: 'POST', body: '{}' })).toBe(404);
  expect(await status('/alerts')).toBe(401);
});
