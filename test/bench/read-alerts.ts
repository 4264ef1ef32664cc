import { readAlert } from '../../shared/alerts/read-alert.ts';
import { DIALECT_SAMPLES } from '../support/dialect-samples.ts';

const ROUNDS = 400;
const WARM_UP = 100;
const LARGE_BYTES = 4_096;

export type ReadingFigures = { dialect: string; micros: number; largeMicros: number };

/** What reading takes: a usual message of each dialect, and one of 4 KB. The median, since others use the machine as well. */
export function readingFigures(): ReadingFigures[] {
  return DIALECT_SAMPLES.map(({ dialect, body }) => {
    const message = body.replace('%n', '0.5');
    return { dialect, micros: medianMicros(message), largeMicros: medianMicros(enlarge(message)) };
  });
}

/** Writes one row for all dialects and one for the slowest large message. */
export function benchReading(row: (what: string, result: string) => void): void {
  const figures = readingFigures();
  const shown = (micros: number): string => `${micros.toFixed(0)} µs`;
  const slowest = figures.toSorted((a, b) => b.micros - a.micros)[0];
  const large = figures.toSorted((a, b) => b.largeMicros - a.largeMicros)[0];
  for (const { dialect, micros, largeMicros } of figures)
    row(`reading one alert, ${dialect}: usual / 4 KB`, `${shown(micros)} / ${shown(largeMicros)}`);
  if (slowest !== undefined && large !== undefined)
    row(
      '… slowest: usual / 4 KB',
      `${shown(slowest.micros)} (${slowest.dialect}) / ${shown(large.largeMicros)} (${large.dialect})`,
    );
}

function medianMicros(message: string): number {
  for (let round = 0; round < WARM_UP; round += 1) readAlert(message);
  const taken = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    readAlert(message);
    return performance.now() - startedAt;
  });
  return 1_000 * (taken.toSorted((a, b) => a - b)[ROUNDS / 2] ?? Number.NaN);
}

/** JSON gets fields that nobody reads; a text is repeated, which is the most that it can be made to say. */
function enlarge(message: string): string {
  if (!message.startsWith('{'))
    return `${message}\n`.repeat(Math.ceil(LARGE_BYTES / message.length)).slice(0, LARGE_BYTES);
  const fields: string[] = [];
  for (let size = message.length; size < LARGE_BYTES; size += 40)
    fields.push(`,"field_${fields.length}":"${'x'.repeat(22)}"`);
  return `${message.slice(0, -1)}${fields.join('')}}`;
}

if (import.meta.main) benchReading((what, result) => console.log(`| ${what} | ${result} |`));
