import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { FirstRunFile } from '../../scripts/local/first-run.ts';
import { freePort } from '../support/free-port.ts';
import { runStart } from '../support/run-start.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder.ts';

const root = join(import.meta.dirname, '../..');
const TEMPLATE =
  '{"secret":"s3cr3t-of-mine","bot_uuid":"u-1","action":"{{strategy.order.action}}","tv_instrument":"{{ticker}}","trigger_price":"{{close}}","timestamp":"{{timenow}}","order":{"amount":"0.0129","currency_type":"base"}}';

afterAll(removeTemporaryFolders);

type Said = { code: number | null; stdout: string; stderr: string };

function preview(dataFolder: string, message: string, ...options: string[]): Promise<Said> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATA_DIR: dataFolder };
    const child = spawn(process.execPath, ['scripts/run.mjs', 'preview', '-', ...options], { cwd: root, env });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => {
      said.stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said.stderr += chunk;
    });
    child.once('close', (code) => resolve({ code, ...said }));
    child.stdin.end(message);
  });
}

async function alertsOf({ baseUrl, apiToken }: FirstRunFile): Promise<unknown> {
  const response = await fetch(`${baseUrl}/api/v1/alerts`, { headers: { authorization: `Bearer ${apiToken}` } });
  return response.json();
}

it('npm run preview shows what a message would do, stores nothing, shows no secret, and says when nobody answers', async () => {
  const data = temporaryFolder('preview');
  expect(await preview(data, TEMPLATE)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('run "npm start" first'),
  });
  const service = runStart(data, await freePort());
  const file = await service.ready();
  const page = await preview(data, TEMPLATE, '--set', 'strategy.order.action=sell');
  expect(page).toMatchObject({ code: 0, stderr: '' });
  expect(page.stdout).toContain('format         3commas-signal');
  expect(page.stdout).toContain('SELL 0.012 of 0.0129 to open, market, about 60000: 720 USDT, commission 0.72');
  const told = await preview(data, TEMPLATE, '--json', '--strategy', 'demo');
  expect(JSON.parse(told.stdout)).toMatchObject({
    dialect: '3commas-signal',
    strategyName: 'demo',
    strategyMode: 'paper',
  });
  const unknown = await preview(data, TEMPLATE, '--strategy', 'mine');
  expect(unknown).toMatchObject({ code: 1, stderr: 'There is no strategy "mine": there are "demo"\n' });
  for (const { stdout, stderr } of [page, told, unknown])
    for (const secret of ['s3cr3t-of-mine', file.apiToken, file.password])
      expect(stdout + stderr).not.toContain(secret);
  expect(await alertsOf(file)).toMatchObject({ items: [] });
  service.signal('SIGTERM');
  await service.exited;
  const down = await preview(data, TEMPLATE);
  expect(down).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Nobody answers at .*: run "npm start" first/),
  });
});
