import { describe, expect, it } from 'vitest';
import { givenStack } from '../../support/compose/given-stack.ts';

const { stack, skipped, title } = givenStack();

describe.skipIf(skipped)(title('the containers'), () => {
  it('are all healthy, and docker/run.sh health says so in a line each', async () => {
    const { code, stdout } = await stack.script('run.sh', 'health');
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/).slice(1, 3).join(' ').replace(stack.project, '').replace(/-\d+ /, ' ')),
    ).toEqual([
      '-backend running/healthy',
      '-backend running/healthy',
      '-migrate exited/0',
      '-nginx running/healthy',
      '-postgres running/healthy',
      '-preflight exited/0',
      '-redis running/healthy',
    ]);
    expect(code).toBe(0);
  });

  it.each(['backend', 'nginx', 'postgres', 'redis'])(
    '%s runs as nobody in particular, on a file system it cannot write',
    async (service) => {
      const who = await stack.compose('exec', '-T', service, 'id', '-u');
      expect(Number(who.stdout), who.stderr).toBeGreaterThan(0);
      const { code, stderr } = await stack.compose('exec', '-T', service, 'sh', '-c', 'touch /usr/here');
      expect(code).not.toBe(0);
      expect(stderr).toContain('Read-only file system');
      const caps = await stack.compose('exec', '-T', service, 'sh', '-c', 'grep -E "CapEff|NoNewPrivs" /proc/1/status');
      expect(caps.stdout.replace(/\s+/g, ' ').trim()).toBe('CapEff: 0000000000000000 NoNewPrivs: 1');
    },
  );

  it('a replica writes to its four places and nowhere else', async () => {
    const write =
      'for place in logs models cache data; do touch /app/$place/.try && rm /app/$place/.try; done; touch /app/dist/x';
    const { stderr } = await stack.compose('exec', '-T', 'backend', 'sh', '-c', write);
    expect(stderr.trim()).toMatch(/^touch: .*\/app\/dist\/x.*Read-only file system$/);
  });

  it('Postgres and Redis ask for their passwords', async () => {
    const script = (password: string) =>
      `PGPASSWORD=${password} psql -h postgres -U tradingbot_app -d tradingbot -tAc 'select count(*) from migrations'`;
    const postgres = (password: string) => stack.compose('exec', '-T', 'postgres', 'sh', '-c', script(password));
    expect(Number((await postgres(stack.secret('database_password'))).stdout)).toBeGreaterThan(8);
    expect((await postgres('wrong')).stderr).toContain('password authentication failed');
    const redis = (password: string) =>
      stack.compose('exec', '-T', 'redis', 'sh', '-c', `REDISCLI_AUTH=${password} redis-cli ping`);
    expect((await redis(stack.secret('redis_password'))).stdout).toContain('PONG');
    expect((await redis('wrong')).stdout).not.toContain('PONG');
  });

  it('no password stands in a command line or in what Docker tells about a container', async () => {
    const names = ['postgres_password', 'database_password', 'redis_password', 'webhook_secret', 'encryption_key'];
    const secrets = names.map(stack.secret);
    const told = [(await stack.compose('config')).stdout];
    for (const service of ['backend', 'postgres', 'redis', 'nginx']) {
      const ps = 'for file in /proc/[0-9]*/cmdline; do tr "\\0" " " <$file; done';
      told.push((await stack.compose('exec', '-T', service, 'sh', '-c', ps)).stdout);
    }
    for (const secret of secrets) expect(told.join('\n')).not.toContain(secret);
  });

  it('the role of the service changes rows and nothing else', async () => {
    const app = (statement: string) => stack.sql(`set role tradingbot_app; ${statement}`);
    await expect(app('create table mine (id int)')).rejects.toThrow('permission denied for schema public');
    await expect(app('drop table alerts')).rejects.toThrow('must be owner of table alerts');
    await expect(app('truncate alerts')).rejects.toThrow('permission denied for table alerts');
    await expect(app('create role another')).rejects.toThrow('permission denied to create role');
    await expect(stack.sql('set role tradingbot_read; delete from alerts')).rejects.toThrow(
      'permission denied for table alerts',
    );
    expect(await stack.sql('set role tradingbot_read; select count(*) > 0 from users')).toContain('t');
  });

  it('Postgres is tuned, counts its statements and writes down the slow ones', async () => {
    const setting = (name: string) => stack.sql(`show ${name}`);
    expect(await setting('shared_buffers')).toBe('256MB');
    expect(await setting('log_min_duration_statement')).toBe('1s');
    expect(await setting('synchronous_commit')).toBe('on');
    expect(Number(await stack.sql('select count(*) from pg_stat_statements'))).toBeGreaterThan(0);
  });

  it('Redis forgets in the right order and remembers over a restart', async () => {
    const cli = `REDISCLI_AUTH=${stack.secret('redis_password')} redis-cli`;
    const { stdout } = await stack.compose(
      'exec',
      '-T',
      'redis',
      'sh',
      '-c',
      `${cli} config get maxmemory-policy; ${cli} config get appendonly`,
    );
    expect(stdout.split('\n').slice(0, 4)).toEqual(['maxmemory-policy', 'volatile-ttl', 'appendonly', 'yes']);
  });

  it('one replica has the WebSocket door, and not two', async () => {
    const { stdout } = await stack.compose(
      'exec',
      '-T',
      'postgres',
      'psql',
      '-U',
      'tradingbot',
      '-d',
      'tradingbot',
      '-tAc',
      `select count(*) filter (where granted) from pg_locks where locktype = 'advisory'`,
    );
    expect(stdout.trim()).toBe('1');
  });
});
