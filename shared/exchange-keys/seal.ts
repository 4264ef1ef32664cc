import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { AppError } from '../errors/app-error.ts';

const ALGORITHM = 'aes-256-gcm';
/** So that another format can be told from this one. */
const FORMAT = 1;
/** 96 bits drawn at random: safe for 2^32 seals of one key, and a key is rotated long before. NIST SP 800-38D, 8.3. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES;

/** Where a sealed thing belongs, part by part. It opens nowhere else. */
export type Place = readonly (string | number)[];

/** format · nonce · tag · ciphertext, authenticated together with `place`. */
export function seal(
  key: KeyObject,
  place: Place,
  clear: Uint8Array,
  random: (size: number) => Uint8Array = randomBytes,
): Buffer {
  const nonce = random(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(bytesOf(place));
  const text = Buffer.concat([cipher.update(clear), cipher.final()]);
  return Buffer.concat([Buffer.from([FORMAT]), nonce, cipher.getAuthTag(), text]);
}

/** @throws AppError `secret_unreadable` when a single bit of it, of its place or of the key is another */
export function unseal(key: KeyObject, place: Place, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== FORMAT || bytes.length < HEAD_BYTES) throw unreadable(place);
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const tag = bytes.subarray(1 + NONCE_BYTES, HEAD_BYTES);
  try {
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(bytesOf(place)).setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(HEAD_BYTES)), decipher.final()]);
  } catch {
    throw unreadable(place);
  }
}

/** JSON keeps the parts apart: no two places look the same. */
function bytesOf(place: Place): Buffer {
  return Buffer.from(JSON.stringify(place));
}

function unreadable(place: Place): AppError {
  const message = `Cannot open what is sealed for ${place.join(', ')}: it was changed, moved, or sealed with another key`;
  return new AppError('secret_unreadable', message);
}
