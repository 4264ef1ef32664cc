import { createHash, randomBytes } from 'node:crypto';

/** `hk` opens a hook, `tbt` the API. The prefix lets a leaked one be recognised for what it is. */
export type SecretPrefix = 'hk' | 'tbt';

/** `secret` is shown once and never stored; `digest` finds it again; `hint` lets its owner tell it from others. */
export type SecretToken = { secret: string; digest: string; hint: string };

/** Makes tokens of 256 random bits, enough for a plain digest to be all that is kept. */
export type NewSecret = (prefix: SecretPrefix) => SecretToken;

const SECRET_BYTES = 32;
const HINT_LENGTH = 4;

export function secretMaker(random: (size: number) => Uint8Array = randomBytes): NewSecret {
  return (prefix) => {
    const secret = `${prefix}_${Buffer.from(random(SECRET_BYTES)).toString('base64url')}`;
    return { secret, digest: digestToken(secret), hint: secret.slice(-HINT_LENGTH) };
  };
}

/** SHA-256 in hex. */
export function digestToken(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
