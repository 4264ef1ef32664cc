import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** Wraps data keys and nothing else. Node keeps its bytes out of whatever prints it. */
export type MasterKey = { key: KeyObject; fingerprint: string };

/** `previous` opens what was wrapped before `current` took its place. */
export type MasterKeys = { current: MasterKey; previous?: MasterKey | undefined };

export const KEY_BYTES = 32;
const HEX = /^[0-9a-f]{64}$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;
const FINGERPRINT_LENGTH = 16;
/** 32 random bytes have about 30 different values; that they have fewer than 20 happens once in 10^10. */
const MIN_DIFFERENT = 20;

/** @returns undefined when the text is not 32 bytes in hex or base64 */
export function decodeKey(text: string): Buffer | undefined {
  if (HEX.test(text)) return Buffer.from(text, 'hex');
  return BASE64.test(text) ? Buffer.from(text, 'base64') : undefined;
}

/** Whether these bytes were typed or counted rather than drawn: a sentence, a repetition, a sequence. */
export function looksMade(bytes: Uint8Array): boolean {
  const isText = bytes.every((byte) => byte >= 0x20 && byte <= 0x7e);
  const steps = new Set(bytes.slice(1).map((byte, at) => byte - (bytes[at] ?? 0)));
  return isText || steps.size === 1 || new Set(bytes).size < MIN_DIFFERENT;
}

export function masterKey(bytes: Uint8Array): MasterKey {
  const key = createSecretKey(bytes);
  const fingerprint = createHmac('sha256', key).update('tradingbot: which master key').digest('hex');
  return { key, fingerprint: fingerprint.slice(0, FINGERPRINT_LENGTH) };
}
