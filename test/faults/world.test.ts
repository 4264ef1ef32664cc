import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { buildWorld } from '../support/world.ts';

it('leaves nothing behind where it comes to a halt half-way', async () => {
  let home = '';
  let databaseUrl = '';
  const halted = buildWorld({
    log: () => {},
    async prepare(pool) {
      databaseUrl = pool.options.connectionString ?? '';
      const { rows } = await pool.query<{ data_directory: string }>('show data_directory');
      home = dirname(rows[0]?.data_directory ?? '');
      throw new Error('nobody to trade for');
    },
  });
  await expect(halted).rejects.toThrow('nobody to trade for');
  expect(home).toContain('tradingbot-faults-');
  expect(existsSync(home)).toBe(false);
  await expect(new pg.Client({ connectionString: databaseUrl }).connect()).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  });
}, 60_000);
