import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crashPointProblems, listCrashPoints, renderCrashPoints } from '../test/faults/crash-points/report.ts';
import { tryCrashPoints } from '../test/faults/crash-points/try-crash-points.ts';
import { renderProblems, renderReport } from '../test/faults/report.ts';
import { runFaults } from '../test/faults/run-faults.ts';
import { renderStorm, renderStormProblems } from '../test/faults/storm/report.ts';
import { runStorm } from '../test/faults/storm/run-storm.ts';
import { buildFirst } from './local/build-first.ts';
import { Failure } from './local/failure.ts';
import { runScript } from './local/run-script.ts';

type Options = { alerts: number; seed: number; minutes: number; services: number; sample: number };
type Ran = { report: string; problems: string[] };

const MINUTE_MS = 60_000;
const LEAST: Options = { alerts: 9, seed: 0, minutes: 1, services: 1, sample: 0 };
const progress = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

/** The large sizes of test/faults; docs/faults.md says what is done and how it is judged. */
await runScript(async () => {
  const { values } = parseArgs({
    options: {
      storm: { type: 'boolean', default: false },
      'crash-points': { type: 'boolean', default: false },
      alerts: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      minutes: { type: 'string', default: '120' },
      services: { type: 'string', default: '4' },
      sample: { type: 'string', default: '0' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const options = numbersIn(values);
  const log = values.verbose ? (line: string) => console.log(line) : () => {};
  await buildFirst(join(import.meta.dirname, '..'));
  progress(`seed ${options.seed}`);
  const run = values['crash-points'] ? crashPoints : values.storm ? storm : onPaper;
  const { report, problems } = await run(options, log);
  console.log(report);
  if (problems.length > 0) throw new Failure(`Not as it should be:\n  ${problems.join('\n  ')}`);
});

async function onPaper({ alerts, seed }: Options, log: (line: string) => void): Promise<Ran> {
  const report = await runFaults({ alerts, seed, maxOutages: 60, calmMs: [2_000, 6_000], pauseMs: [60, 180], log });
  return { report: renderReport(report), problems: renderProblems(report) };
}

async function storm({ alerts, seed, minutes }: Options, log: (line: string) => void): Promise<Ran> {
  const ran = { alerts, seed, maxOutages: 60, calmMs: [3_000, 12_000] as [number, number] };
  const report = await runStorm({ ...ran, maxMs: minutes * MINUTE_MS, progress, log });
  return { report: renderStorm(report), problems: renderStormProblems(report) };
}

async function crashPoints({ seed, minutes, services, sample }: Options, log: (line: string) => void): Promise<Ran> {
  const some = sample === 0 ? {} : { sample };
  const report = await tryCrashPoints({ seed, services, ...some, maxMs: minutes * MINUTE_MS, progress, log });
  return { report: `${listCrashPoints(report)}\n\n${renderCrashPoints(report)}`, problems: crashPointProblems(report) };
}

function numbersIn(values: Readonly<Record<string, string | boolean>>): Options {
  const read = (name: keyof Options): number => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number >= LEAST[name]) return number;
    throw new Failure(`--${name} has to be a whole number from ${LEAST[name]} up: got "${values[name]}"`);
  };
  return {
    ...{ alerts: read('alerts'), seed: read('seed'), minutes: read('minutes') },
    ...{ services: read('services'), sample: read('sample') },
  };
}
