import { createHash, createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { inspect } from 'node:util';
import { AppError } from '../../errors/app-error.ts';

/** What a user hands over, as it was unsealed: a secret for HMAC keys, a private key in PKCS #8 PEM for Ed25519 keys. */
export type ExchangeCredentials = { apiKey: string } & (
  | { secret: string; privateKeyPem?: undefined }
  | { privateKeyPem: string; secret?: undefined }
);

const HIDDEN = '[secret]';

/** A key that can sign and cannot be read: however it is printed, logged or serialised, it says nothing. */
export class ClearKey {
  readonly #apiKey: string;
  readonly #sign: (payload: string) => string;

  /** @throws AppError `config_invalid` when the private key cannot be read */
  constructor(credentials: ExchangeCredentials) {
    this.#apiKey = credentials.apiKey;
    this.#sign =
      credentials.privateKeyPem === undefined
        ? hmacSigner(credentials.secret)
        : ed25519Signer(readPrivateKey(credentials.privateKeyPem));
  }

  /** HMAC SHA256 in hexadecimal, or Ed25519 in base64: the kind of the key decides. */
  sign(payload: string): string {
    return this.#sign(payload);
  }

  /** For the `X-MBX-APIKEY` header and the WebSocket API, and for nothing else. */
  reveal(): string {
    return this.#apiKey;
  }

  /** Names the account without naming its key. */
  get fingerprint(): string {
    return createHash('sha256').update(this.#apiKey).digest('hex').slice(0, 16);
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

function hmacSigner(secret: string): (payload: string) => string {
  return (payload) => createHmac('sha256', secret).update(payload).digest('hex');
}

function ed25519Signer(key: KeyObject): (payload: string) => string {
  return (payload) => sign(null, Buffer.from(payload), key).toString('base64');
}

/** The reason of the failure is left out: parsers like to quote what they could not parse. */
function readPrivateKey(pem: string): KeyObject {
  const refuse = (): AppError =>
    new AppError('config_invalid', 'Cannot use the private key: it is not an Ed25519 key in PKCS #8 PEM');
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    throw refuse();
  }
  throw refuse();
}
