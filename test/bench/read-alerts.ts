import { DIALECTS } from '../../shared/alerts/dialects/dialects.ts';
import { readAlert } from '../../shared/alerts/read-alert.ts';
import { DIALECT_SAMPLES } from '../support/dialect-samples.ts';
import { VENDOR_EXAMPLES } from '../support/vendor-examples.ts';

const ROUNDS = 400;
const WARM_UP = 100;
const LARGE_BYTES = 4_096;

export type ReadingFigures = {
  dialect: string;
  /** Of the messages that vendors show. */
  understood: number;
  refused: number;
  micros: number;
  largeMicros: number;
};

/** Of each dialect, what becomes of its vendors' examples, and what reading takes: a usual message, and one of 4 KB. */
function readingFigures(): ReadingFigures[] {
  return DIALECTS.flatMap(({ name: dialect }) => {
    const examples = VENDOR_EXAMPLES.filter((example) => example.dialect === dialect);
    const sample = [...DIALECT_SAMPLES, ...examples].find((one) => one.dialect === dialect);
    if (sample === undefined) return [];
    const understood = examples.filter(({ body }) => readAlert(body).notUnderstood === undefined).length;
    const message = sample.body.replace('%n', '0.5');
    const took = { micros: medianMicros(message), largeMicros: medianMicros(enlarge(message)) };
    return [{ dialect, understood, refused: examples.length - understood, ...took }];
  });
}

/** Writes one row for each dialect and one for all of them. */
export function benchReading(row: (what: string, result: string) => void): void {
  const figures = readingFigures();
  const shown = (micros: number): string => `${micros.toFixed(0)} µs`;
  for (const { dialect, understood, refused, micros, largeMicros } of figures)
    row(
      `reading ${dialect}: examples understood / refused, one alert as usual / of 4 KB`,
      `${understood} / ${refused}, ${shown(micros)} / ${shown(largeMicros)}`,
    );
  const understood = VENDOR_EXAMPLES.filter(({ body }) => readAlert(body).notUnderstood === undefined).length;
  const slowest = (took: (one: ReadingFigures) => number): string => shown(Math.max(...figures.map(took)));
  row(
    `… all ${figures.length} and none of them: examples understood / refused, the slowest as usual / of 4 KB`,
    `${understood} / ${VENDOR_EXAMPLES.length - understood}, ${slowest((one) => one.micros)} / ${slowest((one) => one.largeMicros)}`,
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
