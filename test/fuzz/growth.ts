import { readAlert } from '../../shared/alerts/read-alert.ts';
import { DIALECT_SAMPLES } from '../support/dialect-samples.ts';

const KB = 1_024;
const SIZES = [4 * KB, 16 * KB, 64 * KB] as const;
const FILLERS = [
  ...'0aA_-., \t\n=|:;("%{[',
  '1,',
  'a=',
  'a:',
  '()',
  '{"a":',
  '"a",',
  'é',
  '"1":1,',
  'a(b=c);',
  'buy ',
  '{}',
];
const MOST_PLACES = 12;
/** As many bytes in all for each size, so that what they take is well above a tick of the clock. */
const BYTES_READ = 1_024 * KB;
/** Linear is 1, quadratic 2; what is over in a few milliseconds is measured too coarsely to be told. */
const MOST_EXPONENT = 1.5;
const TOO_SHORT_MS = 10;

export type Growth = {
  dialect: string;
  /** The filler that took longest at 16 KB, and what it took there at 4, 16 and 64 KB. */
  filler: string;
  micros: readonly number[];
  /** `t` grows as the size to the power of it. */
  exponent: number;
};

/**
 * What the worst message of each dialect takes at 4, 16 and 64 KB: its sample with a filler repeated at each place where one
 * word, number or sign ends. A reader that goes back over the text shows itself by its exponent.
 */
export function growthOf(samples: typeof DIALECT_SAMPLES = DIALECT_SAMPLES): Growth[] {
  const byDialect = new Map(samples.map((sample) => [sample.dialect, sample]));
  return [...byDialect.values()].map(({ dialect, body }) => growthOfSample(dialect, body.replace('%n', '0.5')));
}

export function isTooSteep({ micros, exponent }: Growth): boolean {
  return exponent > MOST_EXPONENT && (micros.at(-1) ?? 0) > 1_000 * TOO_SHORT_MS;
}

type Place = { filler: string; at: number };

function growthOfSample(dialect: string, body: string): Growth {
  const places = placesIn(body).flatMap((at) => FILLERS.map((filler) => ({ filler, at })));
  let worst: { place: Place; micros: number } | undefined;
  for (const place of places) {
    const micros = quickest(filled(body, place, SIZES[1]));
    if (worst === undefined || micros > worst.micros) worst = { place, micros };
  }
  if (worst === undefined) throw new Error(`There is no place in the sample of ${dialect}`);
  const { place } = worst;
  const micros = SIZES.map((size) => meanMicros(filled(body, place, size), BYTES_READ / size));
  const [small = 1, , large = 1] = micros;
  return { dialect, filler: place.filler, micros, exponent: Math.log(large / small) / Math.log(SIZES[2] / SIZES[0]) };
}

/** Where the kind of character changes, evenly thinned out. */
function placesIn(body: string): number[] {
  const places = [...body.matchAll(/[A-Za-z]+|\d+|\s+|[^\w\s]/g)].map(({ index }) => index).concat(body.length);
  const step = Math.max(1, places.length / MOST_PLACES);
  return Array.from({ length: Math.min(MOST_PLACES, places.length) }, (_, nth) => places[Math.floor(nth * step)] ?? 0);
}

function filled(body: string, { filler, at }: Place, size: number): string {
  const times = Math.max(0, Math.floor((size - body.length) / filler.length));
  return body.slice(0, at) + filler.repeat(times) + body.slice(at);
}

/** Time on the clock, to find the worst by; the machine may be busy with other things. */
function quickest(message: string): number {
  const taken = [1, 2].map(() => {
    const startedAt = performance.now();
    readAlert(message);
    return performance.now() - startedAt;
  });
  return Math.min(...taken);
}

/** Time of the processor, which others do not lengthen, and which is counted in ticks of some milliseconds. */
function meanMicros(message: string, rounds: number): number {
  const before = process.threadCpuUsage();
  for (let left = rounds; left > 0; left -= 1) readAlert(message);
  const { user, system } = process.threadCpuUsage(before);
  return Math.max(1, user + system) / rounds;
}
