import * as z from 'zod';
import { decodeKey, looksMade, type MasterKey, type MasterKeys, masterKey } from './master-key.ts';

const HOW = 'make one with: openssl rand -hex 32';

const keyText = () =>
  z
    .string({ error: `protects the API keys of exchanges; ${HOW}` })
    .transform((text, context): MasterKey => {
      const bytes = decodeKey(text.trim());
      if (bytes !== undefined && !looksMade(bytes)) return masterKey(bytes);
      const message = bytes === undefined ? `must be 32 bytes in hex or base64; ${HOW}` : `is not random; ${HOW}`;
      context.issues.push({ code: 'custom', input: undefined, message });
      return z.NEVER;
    })
    .meta({ isSecret: true })
    .optional();

export const encryptionVariables = {
  /** Wraps the keys that seal the API keys of exchanges. Absent: none can be kept, and nothing but paper traded. */
  ENCRYPTION_KEY: keyText(),
  /** The one before, until what it wrapped has been wrapped anew: docs/keys.md. */
  ENCRYPTION_KEY_PREVIOUS: keyText(),
};

type EncryptionConfig = { ENCRYPTION_KEY?: MasterKey | undefined; ENCRYPTION_KEY_PREVIOUS?: MasterKey | undefined };

export function masterKeysOf(config: EncryptionConfig): MasterKeys | undefined {
  const { ENCRYPTION_KEY: current, ENCRYPTION_KEY_PREVIOUS: previous } = config;
  return current === undefined ? undefined : { current, previous };
}
