import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { givenStack } from '../../support/compose/given-stack.ts';
import { prepareStack, type Stack } from '../../support/compose/stack.ts';
import { freePort } from '../../support/free-port.ts';

const { stack, skipped, title } = givenStack();
const made: Stack[] = [];

afterAll(async () => {
  for (const other of made) {
    await other.compose('--profile', 'prod', 'down', '--volumes', '--remove-orphans');
    rmSync(other.folder, { recursive: true, force: true });
  }
});

/** A second clone beside the first, which shares its image. */
async function another(env: string): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'tradingbot-compose-'));
  const [http, https, loopback] = [await freePort(), await freePort(), await freePort()];
  const other = await prepareStack({ folder, project: `tbother${https}`, http, https, loopback });
  made.push(other);
  const ports = `HTTP_PORT=${http}\nHTTPS_PORT=${https}\nBACKEND_PORT=${loopback}\n`;
  const names = `COMPOSE_PROJECT_NAME=${other.project}\nNETWORK_NAME=${other.project}\nBACKEND_IMAGE=${stack.project}/backend\n`;
  writeFileSync(join(folder, '.env'), `${names}${ports}${env}`);
  return other;
}

describe.skipIf(skipped)(title('what does not start, and what it says'), () => {
  it('development needs no setting at all; nginx does not start on its secrets, and a list says what to set', async () => {
    const other = await another('');
    const up = await other.compose('up', '--detach', '--wait');
    expect(up.code, up.stderr).toBe(0);
    expect((await fetch(`http://127.0.0.1:${other.loopback}/api/v1/health/ready`)).status).toBe(200);
    const prod = await other.compose('--profile', 'prod', 'up', '--detach');
    expect(prod.code).not.toBe(0);
    expect((await other.compose('ps', '--quiet', '--status', 'running', 'nginx')).stdout).toBe('');
    const said = (await other.compose('--profile', 'prod', 'logs', '--no-log-prefix', 'preflight')).stdout;
    for (const name of ['POSTGRES_PASSWORD', 'DATABASE_PASSWORD', 'REDIS_PASSWORD', 'ENCRYPTION_KEY']) {
      expect(said).toContain(`${name} has an example value, which everybody knows: make one with docker/secrets.sh`);
    }
    expect(said).toContain('PUBLIC_URL is missing: where the service is reached, such as https://bot.example.org');
    const exec = await other.compose(
      'exec',
      '-T',
      '-e',
      'NODE_ENV=production',
      'backend',
      'node',
      '/app/dist/host/entrypoint.mjs',
      'serve',
    );
    expect(exec.stdout + exec.stderr, 'a replica refuses them too').toContain('DATABASE_PASSWORD has an example value');
  });

  it('a port that is in use is named, with what to do', async () => {
    const other = await another('');
    const server = createServer().listen(other.loopback, '127.0.0.1');
    const { code, stderr } = await other.script('run.sh', 'up');
    server.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`port ${other.loopback} is in use: stop what listens there`);
    expect(stderr).toContain('or set BACKEND_PORT in .env');
  });

  it('production without secrets says how to make them', async () => {
    const other = await another('');
    rmSync(join(other.folder, 'secrets'), { recursive: true });
    const { code, stderr } = await other.script('run.sh', 'up', '--prod');
    expect([code, stderr.trim()]).toEqual([
      1,
      'run: there are no secrets yet: make them with docker/secrets.sh --url https://your.name',
    ]);
  });

  it('an engine that does not answer is named', async () => {
    const other = await another('');
    const before = process.env.DOCKER_HOST;
    process.env.DOCKER_HOST = 'unix:///nowhere.sock';
    const { code, stderr } = await other.script('run.sh', 'ps');
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
    expect(code).toBe(1);
    expect(stderr).toContain('no Docker daemon answers: start it');
  });

  it('clean does not go on when nobody can be asked', async () => {
    const { code, stderr } = await stack.script('run.sh', 'clean');
    expect([code, stderr.trim()]).toEqual([
      1,
      'run: this asks before it goes on, and nobody is there to answer: add --yes',
    ]);
    expect((await stack.script('run.sh', 'health')).code).toBe(0);
  });

  it('the production checklist finds the self-signed certificate, and nothing else that is not so', async () => {
    await stack.script('run.sh', 'backup');
    const { code, stdout } = await stack.script('run.sh', 'check');
    const bad = stdout.split('\n').filter((line) => line.startsWith('bad'));
    expect(bad).toEqual(['bad   the certificate is self-signed: TradingView refuses it (TLS in docs/DEPLOYMENT.md)']);
    expect(stdout).toContain('ok    functions cannot be invoked by name');
    expect(code).toBe(1);
  });

  it('docker/build.sh looks at the image that it made', async () => {
    const { code, stdout, stderr } = await stack.script('build.sh', '--tag', 'looked-at');
    expect(code, stderr).toBe(0);
    expect(stdout.trim().split('\n').slice(-2)[0]).toMatch(
      /^user node, health check, \d+ MB in all, \d+ MB above node:24-bookworm-slim, no build tool, source or secret$/,
    );
  });
});
