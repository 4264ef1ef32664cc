import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FakeUrls } from '../fake-binance.ts';

/** A fake in a process of its own. Ask it with `callFake(controlUrl, …)`. */
export type FakeProcess = { controlUrl: string; urls: FakeUrls; pid: number; stop(): Promise<void> };

const SCRIPT = join(import.meta.dirname, 'serve.ts');

/** @param args as `serve.ts` takes them, such as `['--network', 'testnet']` */
export async function startFakeProcess(args: readonly string[] = []): Promise<FakeProcess> {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([first]) => String(first)),
    exited.then(([code]) => {
      throw new Error(`Cannot start the fake: it ended with ${code}`);
    }),
  ]);
  const { controlUrl, urls } = JSON.parse(line) as Pick<FakeProcess, 'controlUrl' | 'urls'>;
  return {
    ...{ controlUrl, urls, pid: child.pid ?? 0 },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
