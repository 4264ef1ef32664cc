import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readConfig } from '../../../shared/config/read-config.ts';
import { withPassword } from '../../../shared/config/with-password.ts';
import { databaseUrlOf, databaseVariables } from '../../../shared/database/config.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder.ts';

afterAll(removeTemporaryFolders);

const shape = {
  NAME: z.string().optional(),
  PASSWORD: z.string().meta({ isSecret: true }).optional(),
  TOKEN: z.string({ error: 'a token' }).min(4, 'must have 4 characters').meta({ isSecret: true }),
};

describe('readConfig()', () => {
  it('takes an empty variable for none, and a file for a value', () => {
    const file = join(temporaryFolder('config'), 'token');
    writeFileSync(file, 'from-file\n');
    expect(readConfig(shape, { NAME: '', TOKEN: '', TOKEN_FILE: file })).toEqual({ TOKEN: 'from-file' });
  });

  it('tells every problem at once, and no value', () => {
    const env = { NAME_FILE: '/nowhere', TOKEN: 'abc', PASSWORD: 'secret-one', PASSWORD_FILE: '/nowhere' };
    expect(() => readConfig(shape, env)).toThrow(
      [
        'Cannot start, the configuration is not valid:',
        'NAME_FILE names "/nowhere", which cannot be read',
        'PASSWORD and PASSWORD_FILE are both set: set one of them',
        'TOKEN: must have 4 characters',
      ].join('\n  '),
    );
  });

  it.each(['development-app', 'change-me-please', 'changeme', 'example-value'])(
    'in production refuses %j as a secret',
    (value) => {
      const env = { NODE_ENV: 'production', TOKEN: value, PASSWORD: value };
      const told = (name: string) =>
        `${name} has an example value, which everybody knows: make one with docker/secrets.sh`;
      expect(() => readConfig(shape, env)).toThrow(`${told('PASSWORD')}\n  ${told('TOKEN')}`);
      expect(() => readConfig(shape, env)).not.toThrow(value);
    },
  );

  it('elsewhere takes an example, and in production a name that sounds like one', () => {
    expect(readConfig(shape, { TOKEN: 'development-app' })).toEqual({ TOKEN: 'development-app' });
    const env = { NODE_ENV: 'production', TOKEN: '7a1c', NAME: 'example' };
    expect(readConfig(shape, env)).toEqual({ TOKEN: '7a1c', NAME: 'example' });
  });
});

describe('withPassword()', () => {
  it.each([
    { case: 'an address without one', address: 'postgres://app@db:5432/x', gets: 'postgres://app:p%25%40@db:5432/x' },
    { case: 'an address that has one', address: 'postgres://app:own@db:5432/x', gets: 'postgres://app:own@db:5432/x' },
    { case: 'an address of Redis', address: 'redis://redis:6379/0', gets: 'redis://:p%25%40@redis:6379/0' },
  ])('completes $case', ({ address, gets }) => {
    expect(withPassword(address, 'p%@')).toBe(gets);
    expect(new URL(withPassword(address, 'own')).password).toBe('own');
  });

  it('leaves the address alone when there is none to add', () => {
    expect(databaseUrlOf(readConfig(databaseVariables, { DATABASE_URL: 'postgres://db/x' }))).toBe('postgres://db/x');
  });
});
