/** Field names, lower-case and without punctuation, whose value lets somebody in. */
const NAMES: ReadonlySet<string> = new Set([
  'secret',
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'pass',
  'key',
  'token',
  'pin',
  'auth',
  'authorization',
  'apikey',
  'license',
  'licence',
  'licenseid',
  'licensekey',
  'emitkey',
  'hookkey',
  'webhookkey',
]);

/** `signalToken`, `email_token`, `webhook_secret`, `api_secret_key` and their kin. `…key` alone would take `idempotencyKey`. */
const ENDINGS = [
  'secret',
  'password',
  'passphrase',
  'token',
  'apikey',
  'authkey',
  'secretkey',
  'privatekey',
  'accesskey',
];

/** In crypto a token is also a coin. */
const COINS: ReadonlySet<string> = new Set(['basetoken', 'quotetoken']);

const LONGEST_NAME = 64;

export function isSecretName(name: string): boolean {
  if (name.length > LONGEST_NAME) return endsSecretly(plain(name.slice(-LONGEST_NAME)));
  const bare = plain(name);
  return !COINS.has(bare) && (NAMES.has(bare) || endsSecretly(bare));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function endsSecretly(name: string): boolean {
  return ENDINGS.some((ending) => name.endsWith(ending));
}
