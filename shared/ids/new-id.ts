import { randomBytes } from 'node:crypto';
import type { Clock } from '../time/clock.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

export type IdPrefix =
  | 'usr'
  | 'tok'
  | 'acc'
  | 'str'
  | 'alt'
  | 'sig'
  | 'ord'
  | 'fil'
  | 'pos'
  | 'evt'
  | 'ntf'
  | 'pap'
  | 'prt'
  | 'par'
  | 'aud'
  | 'key'
  | 'rte'
  | 'fla';

/** Makes ids such as `ord_01k3…`: a prefix that names the kind, 48 bits of time, 80 random bits. They sort by age. */
export type NewId = (prefix: IdPrefix) => string;

/** Ids of one process keep their order within a millisecond: the random part counts up instead of being drawn anew. */
export function idMaker(clock: Clock, random: (size: number) => Uint8Array = randomBytes): NewId {
  let lastMs = -1;
  let digits: number[] = [];
  return (prefix) => {
    const ms = Math.max(clock().getTime(), lastMs);
    if (ms === lastMs) countUp(digits);
    else digits = Array.from(random(RANDOM_LENGTH), (byte) => byte & 31);
    lastMs = ms;
    return `${prefix}_${encodeTime(ms)}${digits.map((digit) => ALPHABET[digit]).join('')}`;
  };
}

/** Sorts before every id that is made at `at` or later: turns a range of time into a range of ids. */
export function firstIdAt(prefix: IdPrefix, at: Date): string {
  return `${prefix}_${encodeTime(Math.max(0, at.getTime()))}`;
}

function countUp(digits: number[]): void {
  for (let at = digits.length - 1; at >= 0; at -= 1) {
    const next = ((digits[at] ?? 0) + 1) & 31;
    digits[at] = next;
    if (next !== 0) return;
  }
}

function encodeTime(ms: number): string {
  let rest = ms;
  let text = '';
  for (let at = 0; at < TIME_LENGTH; at += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
