import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../scripts/local/ports.ts';

export type RedisForTests = { url: string; stop(): Promise<void> };

const START_TIMEOUT_MS = 10_000;

/** REDIS_URL, or a Redis that lives as long as the run and keeps nothing on disk. */
export async function runRedis(): Promise<RedisForTests> {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: async () => {} };
  return startRedis(await freePort());
}

/** Starts `redis-server` from the PATH on `port`. The tests of what happens without Redis stop and start it again. */
export async function startRedis(port: number): Promise<RedisForTests & { pid: number }> {
  if (!isInstalled()) install();
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', '/tmp'];
  const child = spawn('redis-server', flags, { stdio: 'ignore', detached: true });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`redis-server did not start on port ${port}`);
    }
    await wait(20);
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().startsWith('+PONG'));
    });
    socket.once('error', () => resolve(false));
  });
}

function isInstalled(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function install(): void {
  const canInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (canInstall && (aptInstall() || (apt(['update']) && aptInstall()))) return;
  throw new Error(
    'The tests need Redis: install redis-server (Debian: "apt-get install redis-server") or set REDIS_URL',
  );
}

function aptInstall(): boolean {
  return apt(['install', '--no-install-recommends', 'redis-server']) && isInstalled();
}

/** Debian starts what it installs; exit code 101 from policy-rc.d is how a container says no to that. */
function apt(command: string[]): boolean {
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    execFileSync('apt-get', ['-qq', '-y', ...command], { env, stdio: 'ignore', timeout: 180_000 });
    return true;
  } catch {
    return false;
  }
}
