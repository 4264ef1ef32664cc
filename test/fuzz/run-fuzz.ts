import { type Random, seededRandom } from '../faults/random.ts';
import { DIALECT_SAMPLES } from '../support/dialect-samples.ts';
import { VENDOR_EXAMPLES } from '../support/vendor-examples.ts';
import { type Judged, judge } from './judge.ts';
import { MOST_BYTES, mutate, splice } from './mutate.ts';

export type FuzzCase = { kind: string; body: Uint8Array; secret?: string; isStoreDown: boolean };
export type FuzzProblem = { run: number; kind: string; problems: string[]; body: string };
export type FuzzReport = {
  runs: number;
  seconds: number;
  bytes: number;
  /** By dialect, `none` where the message was taken for none. */
  read: Map<string, { messages: number; understood: number }>;
  slowestMs: number;
  problems: FuzzProblem[];
};

const MOST_PROBLEMS = 5;
const BODIES = [...DIALECT_SAMPLES, ...VENDOR_EXAMPLES].map(({ body }) => body.replace('%n', '0.5'));
const WITH_SECRET = DIALECT_SAMPLES.flatMap(({ body, secret }) =>
  secret === undefined ? [] : [{ body: body.replace('%n', '0.5'), secret }],
);

/** Runs until the seconds or the runs are over, or too much was found. The same seed and run make the same message. */
export async function runFuzz({ seed, seconds, runs, first = 0 }: FuzzLimits): Promise<FuzzReport> {
  const startedAt = performance.now();
  const report: FuzzReport = { runs: 0, seconds: 0, bytes: 0, read: new Map(), slowestMs: 0, problems: [] };
  const isOver = () => report.runs >= runs || (performance.now() - startedAt) / 1_000 >= seconds;
  for (let run = first; !isOver() && report.problems.length < MOST_PROBLEMS; run += 1) {
    const one = fuzzCase(seed, run);
    count(report, one, await judgeSafely(one), run);
  }
  return { ...report, seconds: (performance.now() - startedAt) / 1_000 };
}

export type FuzzLimits = { seed: number; seconds: number; runs: number; first?: number };

/** The message of one run. */
export function fuzzCase(seed: number, run: number): FuzzCase {
  const random = seededRandom(seed * 1_000_003 + run);
  const isStoreDown = random.next() < 0.1;
  const kind = random.pick(['mutated', 'mutated', 'spliced', 'after its secret', 'after its secret', 'bytes']);
  if (kind === 'after its secret') return { kind, isStoreDown, ...afterSecret(random) };
  const text = kind === 'spliced' ? splice(random, random.pick(BODIES), random.pick(BODIES)) : random.pick(BODIES);
  const body = Buffer.from(kind === 'spliced' ? text : mutate(random, text)).subarray(0, MOST_BYTES);
  return { kind, isStoreDown, body: kind === 'bytes' ? spoilBytes(random, body) : body };
}

/** The secret stands there whole, with the character after it: only what comes then is harmed. */
function afterSecret(random: Random): Pick<FuzzCase, 'body' | 'secret'> {
  const { body, secret } = random.pick(WITH_SECRET);
  const end = body.indexOf(secret) + secret.length + 1;
  const rest =
    random.next() < 0.3 ? splice(random, body.slice(end), random.pick(BODIES)) : mutate(random, body.slice(end));
  return { body: Buffer.from(body.slice(0, end) + rest).subarray(0, MOST_BYTES), secret };
}

function spoilBytes(random: Random, body: Uint8Array): Uint8Array {
  const spoilt = Uint8Array.from(body);
  for (let left = random.between(1, 20); left > 0 && spoilt.length > 0; left -= 1)
    spoilt[random.between(0, spoilt.length - 1)] = random.between(0, 255);
  return spoilt;
}

async function judgeSafely({ body, secret, isStoreDown }: FuzzCase): Promise<Judged> {
  try {
    return await judge(body, { isStoreDown, ...(secret !== undefined && { secret }) });
  } catch (error) {
    return {
      isUnderstood: false,
      ms: 0,
      problems: [`it threw ${error instanceof Error ? error.stack : String(error)}`],
    };
  }
}

function count(report: FuzzReport, one: FuzzCase, judged: Judged, run: number): void {
  report.runs += 1;
  report.bytes += one.body.byteLength;
  report.slowestMs = Math.max(report.slowestMs, judged.ms);
  const name = judged.dialect ?? 'none';
  const { messages, understood } = report.read.get(name) ?? { messages: 0, understood: 0 };
  report.read.set(name, { messages: messages + 1, understood: understood + (judged.isUnderstood ? 1 : 0) });
  if (judged.problems.length === 0) return;
  const body = Buffer.from(one.body).toString('utf8');
  report.problems.push({ run, kind: one.kind, problems: judged.problems, body });
}
