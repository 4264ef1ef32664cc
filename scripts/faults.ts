import { parseArgs } from 'node:util';
import { renderProblems, renderReport } from '../test/faults/report.ts';
import { runFaults } from '../test/faults/run-faults.ts';
import { Failure } from './local/failure.ts';
import { runScript } from './local/run-script.ts';

/** `npm run faults -- --alerts 10000 --seed 7`: the large size of test/faults. The same seed tells the same story again. */
await runScript(async () => {
  const { values } = parseArgs({
    options: {
      alerts: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      verbose: { type: 'boolean', default: false },
    },
  });
  const alerts = Number(values.alerts);
  const seed = Number(values.seed);
  if (!Number.isInteger(alerts) || alerts < 9 || !Number.isInteger(seed))
    throw new Failure(
      `--alerts has to be a whole number from 9 up and --seed a whole number: got "${values.alerts}" and "${values.seed}"`,
    );
  console.log(`${alerts} alerts, seed ${seed}`);
  const log = values.verbose ? (line: string) => console.log(line) : () => {};
  const report = await runFaults({ alerts, seed, maxOutages: 60, calmMs: [2_000, 6_000], pauseMs: [60, 180], log });
  console.log(renderReport(report));
  const problems = renderProblems(report);
  if (problems.length > 0) throw new Failure(`Not as it should be:\n  ${problems.join('\n  ')}`);
});
