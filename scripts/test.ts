import { join } from 'node:path';
import { runNode } from './local/run-node.ts';
import { runScript } from './local/run-script.ts';
import { NOTHING_RAN, runTests, summaryOf } from './local/run-tests.ts';

const root = join(import.meta.dirname, '..');

/** Builds, runs every project, and ends with the one line that machines read. */
await runScript(async () => {
  const isBuilt = (await runNode(['scripts/build.ts'], root)) === 0;
  const outcome = isBuilt ? await runTests(root, process.argv.slice(2)) : NOTHING_RAN;
  process.exitCode = outcome.isGreen ? 0 : 1;
  console.log(summaryOf(outcome));
});
