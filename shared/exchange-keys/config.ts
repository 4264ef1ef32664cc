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

/** https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-api-information and …/testnet */
const HOSTS: ReadonlySet<string> = new Set([
  ...['api.binance.com', 'api1.binance.com', 'api2.binance.com', 'api3.binance.com', 'api4.binance.com'],
  ...['api-gcp.binance.com', 'testnet.binance.vision', 'api1.testnet.binance.vision', 'demo-api.binance.com'],
]);

/** A secret goes to the exchange and nowhere else; a machine's own address is for tests. */
const exchangeUrl = (otherwise: string) =>
  z
    .url({ protocol: /^https?$/ })
    .default(otherwise)
    .transform((text) => new URL(text).origin)
    .refine(isAllowed, 'must be one of the addresses that Binance publishes for its Spot API, with https');

function isAllowed(origin: string): boolean {
  const { protocol, hostname, port } = new URL(origin);
  if (protocol === 'http:') return hostname === '127.0.0.1';
  return HOSTS.has(hostname) && port === '';
}

export const inspectorVariables = {
  /** Where the permissions of keys are read. `https://demo-api.binance.com` in place of the testnet serves demo keys. */
  BINANCE_LIVE_URL: exchangeUrl('https://api.binance.com'),
  BINANCE_TESTNET_URL: exchangeUrl('https://testnet.binance.vision'),
};

export function inspectorUrlsOf(config: { BINANCE_LIVE_URL: string; BINANCE_TESTNET_URL: string }) {
  return { live: config.BINANCE_LIVE_URL, testnet: config.BINANCE_TESTNET_URL };
}
