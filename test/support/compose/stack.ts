import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../../..');
const RUN_TIMEOUT_MS = 600_000;

/** What a person has who cloned the project: nothing else is copied. */
const CLONED = [
  ...['Dockerfile', 'docker-compose.yml', 'docker', 'functions', 'shared', 'scripts', 'serverless.yml', 'package.json'],
  ...['package-lock.json', '.npmrc', '.dockerignore', '.env.docker', '.gitignore', 'LICENSE'],
];

/** Where the stack lies and how it is reached; plain data, so that it can be handed from the set-up to each test file. */
export type StackPlace = { folder: string; project: string; http: number; https: number; loopback: number };
export type Ran = { code: number; stdout: string; stderr: string };
export type FirstRun = { email: string; password: string; apiToken: string; webhookUrl: string };

/** A production stack in a folder of its own, driven by the project's own scripts. */
export function stackAt(place: StackPlace) {
  const { folder } = place;
  const compose = (...args: string[]) => run('docker', ['compose', ...args], folder);
  return {
    ...place,
    compose,
    script: (name: string, ...args: string[]) => run(join(folder, 'docker', name), args, folder),
    async sql(statement: string, user = 'tradingbot'): Promise<string> {
      const args = ['exec', '-T', 'postgres', 'psql', '-U', user, '-d', 'tradingbot', '-tA', '-c', statement];
      const { code, stdout, stderr } = await compose(...args);
      if (code !== 0) throw new Error(`psql: ${stderr}`);
      return stdout.trim();
    },
    async logs(container: string, since: Date): Promise<string> {
      const { stdout, stderr } = await run('docker', ['logs', '--since', since.toISOString(), container], folder);
      return stdout + stderr;
    },
    async replicas(): Promise<string[]> {
      return (await compose('ps', '--quiet', 'backend')).stdout.trim().split('\n').filter(Boolean);
    },
    async firstRun(): Promise<FirstRun> {
      const { stdout } = await compose('exec', '-T', 'backend', 'cat', '/app/data/first-run.json');
      return JSON.parse(stdout) as FirstRun;
    },
    secret: (name: string) => readFileSync(join(folder, 'secrets', name), 'utf8'),
  };
}

export type Stack = ReturnType<typeof stackAt>;

/** Copies the project as a clone would have it, makes its secrets and gives it ports and names of its own. */
export async function prepareStack(place: StackPlace): Promise<Stack> {
  const { folder, project, http, https, loopback } = place;
  for (const name of CLONED) {
    cpSync(join(ROOT, name), join(folder, name), {
      recursive: true,
      filter: (path) => !/nginx\/(tls|acme)(\/|$)/.test(path),
    });
  }
  const stack = stackAt(place);
  const made = await stack.script('secrets.sh', '--url', `https://localhost:${https}`);
  if (made.code !== 0) throw new Error(made.stderr);
  const settings = {
    COMPOSE_PROJECT_NAME: project,
    NETWORK_NAME: project,
    BACKEND_IMAGE: `${project}/backend`,
    HTTP_PORT: http,
    HTTPS_PORT: https,
    BACKEND_PORT: loopback,
    LOG_LEVEL: 'WARN',
  };
  appendFileSync(
    join(folder, '.env'),
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  return stack;
}

export async function removeStack(stack: Stack): Promise<void> {
  await stack.compose(
    '--profile',
    'prod',
    '--profile',
    'backup',
    'down',
    '--volumes',
    '--remove-orphans',
    '--rmi',
    'local',
  );
  rmSync(stack.folder, { recursive: true, force: true });
}

async function run(program: string, args: readonly string[], cwd: string): Promise<Ran> {
  const { COMPOSE_FILE: _, COMPOSE_PROFILES: __, NODE_OPTIONS: ___, ...env } = process.env;
  try {
    const options = {
      cwd,
      env: { ...env, COMPOSE_PROGRESS: 'quiet' },
      timeout: RUN_TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
    };
    const { stdout, stderr } = await promisify(execFile)(program, args, options);
    return { code: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code?: number; stdout?: string; stderr?: string; message: string };
    return { code: Number(failed.code ?? 1), stdout: failed.stdout ?? '', stderr: failed.stderr || failed.message };
  }
}
