import { parseArgs } from 'node:util';
import { type Growth, growthOf, isTooSteep } from '../test/fuzz/growth.ts';
import { type FuzzProblem, type FuzzReport, runFuzz } from '../test/fuzz/run-fuzz.ts';
import { Failure } from './local/failure.ts';
import { runScript } from './local/run-script.ts';

const SHOWN_CHARACTERS = 400;

/** `npm run fuzz -- --seconds 30 --seed 7`: the readers of alerts against what nobody would send. The same seed sends the same. */
await runScript(async () => {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '30' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      /** One message of the seed alone, as a failure named it. */
      run: { type: 'string' },
    },
  });
  const [seconds, seed, run] = [values.seconds, values.seed, values.run ?? '0'].map(Number);
  if (![seconds, seed, run].every((value) => Number.isInteger(value) && Number(value) >= 0))
    throw new Failure('--seconds, --seed and --run have to be whole numbers from 0 up');
  const isOne = values.run !== undefined;
  const limits = {
    seed: seed ?? 0,
    seconds: seconds ?? 0,
    first: run ?? 0,
    runs: isOne ? 1 : Number.POSITIVE_INFINITY,
  };
  const report = await runFuzz(limits);
  console.log(renderReport(report, limits.seed));
  if (report.problems.length > 0)
    throw new Failure(`Found:\n${report.problems.map((problem) => renderProblem(problem, limits.seed)).join('\n')}`);
  if (isOne) return;
  const growth = growthOf();
  console.log(renderGrowth(growth));
  const steep = growth.filter(isTooSteep).map(({ dialect }) => dialect);
  if (steep.length > 0) throw new Failure(`Reading grows faster than the message: ${steep.join(', ')}`);
});

function renderReport({ runs, seconds, bytes, read, slowestMs }: FuzzReport, seed: number): string {
  const rows = [...read].sort(([a], [b]) => a.localeCompare(b));
  return [
    `seed ${seed}: ${runs} messages, ${(bytes / 1e6).toFixed(1)} MB, in ${seconds.toFixed(1)} s; the slowest took ${slowestMs.toFixed(1)} ms`,
    '',
    '| taken for | messages | understood |\n|---|---|---|',
    ...rows.map(([dialect, { messages, understood }]) => `| ${dialect} | ${messages} | ${understood} |`),
  ].join('\n');
}

function renderProblem({ run, kind, problems, body }: FuzzProblem, seed: number): string {
  const again = `npm run fuzz -- --seed ${seed} --run ${run}`;
  return `  ${kind}: ${problems.join('; ')}\n    ${JSON.stringify(body).slice(0, SHOWN_CHARACTERS)}\n    again: ${again}`;
}

function renderGrowth(growth: readonly Growth[]): string {
  const ms = (micros = 0): string => (micros / 1_000).toFixed(2);
  return [
    '',
    '| dialect | filler of the worst message | 4 KB | 16 KB | 64 KB, ms | grows as size to the |\n|---|---|---|---|---|---|',
    ...growth.map(({ dialect, filler, micros: [small, medium, large], exponent }) => {
      const shown = JSON.stringify(filler).replaceAll('|', '\\|');
      return `| ${dialect} | ${shown} | ${ms(small)} | ${ms(medium)} | ${ms(large)} | ${exponent.toFixed(2)} |`;
    }),
  ].join('\n');
}
