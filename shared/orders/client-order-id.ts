import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const HASH_LENGTH = 26;

/**
 * The same signal and step always give the same id, so that asking twice is recognised. 30 characters of the set that
 * Binance accepts on Spot and USD-M alike: `^[a-zA-Z0-9-_]{1,36}$`.
 */
export function clientOrderIdOf(signalId: string, step: number): string {
  const digest = createHash('sha256').update(`${signalId}/${step}`).digest();
  let text = '';
  for (let at = 0; at < HASH_LENGTH; at += 1) text += ALPHABET.charAt((digest[at] ?? 0) & 31);
  return `tv${text}-${step}`;
}
