import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { encryptionKey } from '../../../scripts/local/encryption-key.ts';
import { readConfig } from '../../../shared/config/read-config.ts';
import { encryptionVariables } from '../../../shared/exchange-keys/config.ts';
import { hexKey } from '../../support/exchange-keys.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder.ts';

afterAll(removeTemporaryFolders);
const folder = () => temporaryFolder('encryption');

it('encryptionKey() makes one for its owner alone, and finds the same one again', () => {
  const data = folder();
  const first = encryptionKey(data, {});
  expect(encryptionKey(data, { ENCRYPTION_KEY: '' })).toEqual(first);
  const file = join(data, 'encryption.key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8').trim()).toBe(first.ENCRYPTION_KEY);
  expect(readConfig(encryptionVariables, { ...first, NODE_ENV: 'production' }).ENCRYPTION_KEY).toBeDefined();
  expect(encryptionKey(folder(), {})).not.toEqual(first);
});

it.each([{ ENCRYPTION_KEY: hexKey() }, { ENCRYPTION_KEY_FILE: '/run/secrets/encryption_key' }])(
  'encryptionKey() makes none where one is set: %o',
  (env) => {
    const data = folder();
    expect(encryptionKey(data, env)).toEqual({});
    expect(existsSync(join(data, 'encryption.key'))).toBe(false);
  },
);

it('encryptionKey() says which file it cannot read, and makes no other key in its place', () => {
  const data = folder();
  mkdirSync(join(data, 'encryption.key'));
  expect(() => encryptionKey(data, {})).toThrow(`Cannot read or make ${join(data, 'encryption.key')}`);
});

it('encryptionKey() leaves a damaged key to be refused by name', () => {
  const data = folder();
  writeFileSync(join(data, 'encryption.key'), 'half a key');
  chmodSync(join(data, 'encryption.key'), 0o600);
  expect(() => readConfig(encryptionVariables, encryptionKey(data, {}))).toThrow('ENCRYPTION_KEY: must be 32 bytes');
});
