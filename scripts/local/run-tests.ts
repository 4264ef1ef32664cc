import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { runNode } from './run-node.ts';

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

type Report = z.infer<typeof report>;

export type TestOutcome = { passed: number; failed: number; skipped: number; isGreen: boolean };

export const NOTHING_RAN: TestOutcome = { passed: 0, failed: 1, skipped: 0, isGreen: false };

/** Runs vitest as it is, and counts what it found from the report that it writes besides. */
export async function runTests(root: string, args: readonly string[]): Promise<TestOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'tradingbot-report-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const code = await runNode(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], root);
    return countOf(file, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function summaryOf({ passed, failed, skipped }: TestOutcome): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A file that fails before its first test, and a run that breaks off, count as one failure each. */
function countOf(file: string, code: number): TestOutcome {
  const found = readReport(file);
  if (found === undefined) return NOTHING_RAN;
  const failed = found.numFailedTests + found.testResults.filter(isBrokenFile).length;
  return {
    passed: found.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: found.numPendingTests + found.numTodoTests,
    isGreen: failed === 0 && code === 0,
  };
}

function readReport(file: string): Report | undefined {
  try {
    return report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

function isBrokenFile({ status, assertionResults }: Report['testResults'][number]): boolean {
  return status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed');
}
