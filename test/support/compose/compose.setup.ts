import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from '../../../scripts/local/ports.ts';
import { whyNoEngine } from './engine.ts';
import { prepareStack, removeStack, type StackPlace } from './stack.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Or the reason why there is none. */
    stack: StackPlace | string;
  }
}

const ROOT = join(import.meta.dirname, '../../..');

/** One stack for all files of this project, each of which leaves it as it was: up and well. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const reason = whyNoEngine(ROOT);
  if (reason !== undefined) {
    project.provide('stack', reason);
    return async () => {};
  }
  const folder = mkdtempSync(join(tmpdir(), 'tradingbot-compose-'));
  const [http, https, loopback] = [await freePort(), await freePort(), await freePort()];
  const stack = await prepareStack({ folder, project: `tbtest${https}`, http, https, loopback });
  const up = await stack.script('run.sh', 'up');
  if (up.code !== 0) {
    await removeStack(stack);
    throw new Error(`docker/run.sh up failed:\n${up.stdout}\n${up.stderr}`);
  }
  // Enough to buy with for as many alerts as a test may send.
  await stack.sql(`update paper_balances set free = 1000000000 where asset = 'USDT'`);
  project.provide('stack', { folder, project: stack.project, http, https, loopback });
  return () => removeStack(stack);
}
