import { createHash, createPrivateKey } from 'node:crypto';
import * as z from 'zod';
import type { ExchangeCredentials } from '../exchanges/binance/clear-key.ts';
import { Concealed } from './concealed.ts';
import type { ExchangeKey } from './exchange-key.ts';

/** What may be told of them, and what is looked up by. */
export type CredentialMarks = Pick<ExchangeKey, 'kind' | 'apiKeyHint'> & { apiKeyDigest: string };

const HINT_LENGTH = 4;
const API_KEY = /^[A-Za-z0-9]{32,128}$/;
const SECRET = /^[!-~]{16,256}$/;
const MAX_PEM_LENGTH = 4_096;

const apiKey = z.string().trim().regex(API_KEY, 'must be an API key as the exchange shows it: letters and digits');
const secret = z.string().trim().regex(SECRET, 'must be the secret that the exchange showed with the API key');
const privateKeyPem = z
  .string()
  .max(MAX_PEM_LENGTH)
  .transform((text, context) => {
    const pem = normalizePem(text);
    if (pem !== undefined) return pem;
    const message = 'must be an Ed25519 private key in PEM, without a passphrase, as openssl genpkey makes it';
    context.issues.push({ code: 'custom', input: undefined, message });
    return z.NEVER;
  });

const writeOnly = { writeOnly: true };

/** The fields of a request that brings credentials. */
export const credentialFields = {
  apiKey: apiKey.meta({ ...writeOnly, description: 'Only how it ends is ever shown again' }),
  secret: secret.optional().meta({ ...writeOnly, description: 'Of an HMAC key' }),
  privateKeyPem: privateKeyPem
    .optional()
    .meta({ ...writeOnly, description: 'Of an Ed25519 key, which Binance prefers' }),
};

type GivenCredentials = { apiKey: string; secret?: string | undefined; privateKeyPem?: string | undefined };

/** For the schema of a request: takes the credentials out of it and conceals them before anybody else sees it. */
export function concealCredentials<Given extends GivenCredentials>(
  given: Given,
  context: z.core.$RefinementCtx<Given>,
): Omit<Given, keyof GivenCredentials> & { credentials: Concealed<ExchangeCredentials> } {
  const { apiKey, secret, privateKeyPem, ...rest } = given;
  if (secret !== undefined && privateKeyPem === undefined)
    return { ...rest, credentials: new Concealed({ apiKey, secret }) };
  if (secret === undefined && privateKeyPem !== undefined)
    return { ...rest, credentials: new Concealed({ apiKey, privateKeyPem }) };
  context.issues.push({ code: 'custom', input: undefined, message: 'takes either "secret" or "privateKeyPem"' });
  return z.NEVER;
}

const kept = z.union([
  z.strictObject({ apiKey: z.string(), secret: z.string() }),
  z.strictObject({ apiKey: z.string(), privateKeyPem: z.string() }),
]);

export function writeCredentials(credentials: Concealed<ExchangeCredentials>): Buffer {
  return Buffer.from(JSON.stringify(credentials.reveal()));
}

/** Reads what `writeCredentials` wrote. */
export function readCredentials(bytes: Uint8Array): Concealed<ExchangeCredentials> {
  return new Concealed(kept.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))));
}

export function marksOf(credentials: Concealed<ExchangeCredentials>): CredentialMarks {
  const clear = credentials.reveal();
  return {
    kind: 'secret' in clear ? 'hmac' : 'ed25519',
    apiKeyHint: clear.apiKey.slice(-HINT_LENGTH),
    // An API key is random and long enough for a plain digest, as our own tokens are.
    apiKeyDigest: createHash('sha256').update(clear.apiKey).digest('hex'),
  };
}

function normalizePem(text: string): string | undefined {
  try {
    const key = createPrivateKey(text.trim());
    return key.asymmetricKeyType === 'ed25519' ? String(key.export({ type: 'pkcs8', format: 'pem' })) : undefined;
  } catch {
    return undefined;
  }
}
