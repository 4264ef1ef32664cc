import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../shared/config/read-config.ts';
import { encryptionVariables, masterKeysOf } from '../../../shared/exchange-keys/config.ts';
import { looksMade } from '../../../shared/exchange-keys/master-key.ts';
import { aMasterKey, hexKey } from '../../support/exchange-keys.ts';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder.ts';

const read = (env: Record<string, string>) => masterKeysOf(readConfig(encryptionVariables, env));
const bytes = createHash('sha256').update('master key of tests: one').digest();
const DEVELOPMENT = 'development/only/known/to/everybody/0000000=';

afterAll(removeTemporaryFolders);

describe('ENCRYPTION_KEY', () => {
  it.each([
    { case: 'hex', text: hexKey() },
    { case: 'HEX', text: hexKey().toUpperCase() },
    { case: 'base64', text: bytes.toString('base64') },
    { case: 'base64 without padding', text: bytes.toString('base64').replace('=', '') },
    { case: 'base64url', text: bytes.toString('base64url') },
  ])('is the same key in $case', ({ text }) => {
    const keys = read({ ENCRYPTION_KEY: text, NODE_ENV: 'production' });
    expect(keys?.current.fingerprint).toBe(aMasterKey().fingerprint);
    expect(keys?.current.key.equals(aMasterKey().key)).toBe(true);
    expect(keys?.previous).toBeUndefined();
  });

  it('may stand in a file, as Docker secrets do, beside the one before', () => {
    const file = join(temporaryFolder('keys'), 'encryption_key');
    writeFileSync(file, `${hexKey()}\n`);
    const keys = read({ ENCRYPTION_KEY_FILE: file, ENCRYPTION_KEY_PREVIOUS: hexKey('two') });
    expect(keys?.current.fingerprint).toBe(aMasterKey().fingerprint);
    expect(keys?.previous?.fingerprint).toBe(aMasterKey('two').fingerprint);
  });

  it('may be absent: then no keys of exchanges are kept', () => {
    expect(read({})).toBeUndefined();
    expect(read({ ENCRYPTION_KEY: '' })).toBeUndefined();
  });

  it.each([
    { case: 'too short', text: hexKey().slice(2), why: 'must be 32 bytes in hex or base64' },
    { case: 'too long', text: `${hexKey()}00`, why: 'must be 32 bytes in hex or base64' },
    {
      case: 'a sentence',
      text: Buffer.from('correct horse battery staple oh!').toString('base64'),
      why: 'is not random',
    },
    { case: 'one byte again and again', text: '00'.repeat(32), why: 'is not random' },
    { case: 'a few bytes again and again', text: 'deadbeef'.repeat(8), why: 'is not random' },
    {
      case: 'counted',
      text: Buffer.from(Array.from({ length: 32 }, (_, at) => at)).toString('hex'),
      why: 'is not random',
    },
  ])('is refused when it is $case, and not repeated', ({ text, why }) => {
    const refused = () => read({ ENCRYPTION_KEY: text });
    expect(refused).toThrow(`ENCRYPTION_KEY: ${why}`);
    expect(refused).not.toThrow(text);
  });

  it('is refused in production when it is the one that our templates show', () => {
    expect(read({ ENCRYPTION_KEY: DEVELOPMENT })?.current.fingerprint).toHaveLength(16);
    expect(() => read({ ENCRYPTION_KEY: DEVELOPMENT, NODE_ENV: 'production' })).toThrow(
      'ENCRYPTION_KEY has an example value, which everybody knows',
    );
  });

  it('shows itself in nothing that prints the configuration', () => {
    const config = readConfig(encryptionVariables, { ENCRYPTION_KEY: hexKey() });
    const printed = `${inspect(config, { depth: 9, showHidden: true })} ${JSON.stringify(config)}`;
    for (const form of [hexKey(), bytes.toString('base64')]) expect(printed).not.toContain(form);
    expect(printed).toContain(aMasterKey().fingerprint);
  });

  it('looksMade() takes random bytes for what they are', () => {
    const drawn = Array.from({ length: 2_000 }, () => randomBytes(32));
    expect(drawn.filter(looksMade)).toEqual([]);
  });
});
