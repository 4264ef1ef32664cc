import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { givenStack } from '../../support/compose/given-stack.ts';
import { https } from '../../support/compose/https.ts';
import { until } from '../../support/compose/until.ts';

const { stack, skipped, title } = givenStack();
let hookPath = '';

beforeAll(async () => {
  if (!skipped) hookPath = new URL((await stack.firstRun()).webhookUrl).pathname;
});

const backups = (): string[] =>
  readdirSync(join(stack.folder, 'backups'))
    .filter((name) => name.endsWith('.dump'))
    .sort();

/** Each table with a digest of all its rows. Of the identities of alerts those that hold for good: the others are forgotten every minute. */
async function digests(): Promise<string[]> {
  const tables = await stack.sql(`select tablename from pg_tables where schemaname = 'public' order by 1`);
  const digest = (table: string) =>
    `select '${table} ' || md5(coalesce(string_agg(row::text, ',' order by row::text), '')) from ${table} as row ${
      table === 'alert_identities' ? `where expires_at = 'infinity'` : ''
    }`;
  return (await stack.sql(tables.split('\n').map(digest).join(' union all '))).split('\n');
}

async function send(id: string): Promise<void> {
  const body = JSON.stringify({ id, symbol: 'BTCUSDT', action: 'buy', quantity: '0.001', price: '60000' });
  const reply = await https(stack.https, hookPath, { method: 'POST', body });
  expect(reply.status, reply.text).toBe(202);
  const { id: alertId } = JSON.parse(reply.text) as { id: string };
  await until(
    'the alert ends',
    15_000,
    async () => (await stack.sql(`select status from alerts where id = '${alertId}'`)) === 'filled',
  );
}

describe.skipIf(skipped)(title('backup and restore'), () => {
  it('a backup restored in the place of the database gives every row back, and what came later is in the one before', async () => {
    await send('before-backup');
    const made = await stack.script('run.sh', 'backup');
    expect(made.code, made.stderr).toBe(0);
    const [newest = ''] = backups().reverse();
    const before = await digests();
    await send('after-backup');
    const restored = await stack.script('run.sh', 'restore', newest, '--yes');
    expect(restored.code, restored.stderr).toBe(0);
    const after = await digests();
    const worked = (lines: string[]) =>
      lines.filter((line) => !/^(ticks|equity_snapshots|lanes|api_tokens) /.test(line));
    expect(worked(after)).toEqual(worked(before));
    await send('after-restore');
  });

  it('a dump is not restored into a database that holds something', async () => {
    const [newest = ''] = backups().reverse();
    const { code, stderr } = await stack.compose(
      '--profile',
      'backup',
      'run',
      '--rm',
      '--no-deps',
      '-T',
      '--entrypoint',
      'sh',
      '--user',
      '0:0',
      'backup',
      '/backup/restore.sh',
      newest,
    );
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/the database "tradingbot" is not empty: it has \d+ tables\. Nothing was changed/);
  });

  it('a dump that is not there is named, with those that are', async () => {
    const { code, stderr } = await stack.script('run.sh', 'restore', 'none.dump', '--yes');
    expect(code).toBe(1);
    expect(stderr).toMatch(/there is no \/backups\/none\.dump; there is: tradingbot-.*\.dump/);
  });

  it('only the newest dumps stay', async () => {
    const folder = join(stack.folder, 'backups');
    const [newest = ''] = backups().reverse();
    for (const day of ['01', '02', '03'])
      copyFileSync(join(folder, newest), join(folder, `tradingbot-202001${day}T000000Z.dump`));
    const kept = await stack.compose(
      '--profile',
      'backup',
      'run',
      '--rm',
      '--no-deps',
      '-T',
      '-e',
      'BACKUP_KEEP=2',
      '--user',
      '0:0',
      '--entrypoint',
      'sh',
      'backup',
      '/backup/backup.sh',
    );
    expect(kept.code, kept.stderr).toBe(0);
    expect(backups()).toHaveLength(2);
    expect(existsSync(join(folder, 'tradingbot-20200103T000000Z.dump'))).toBe(false);
  });
});
