import type { Bundle } from './build-bundles.ts';
import { BUDGETS_KB, DEFAULT_BUDGET_KB } from './bundle-settings.ts';

export type Weighed = { name: string; kb: number; limitKb: number; isTooHeavy: boolean };

const BYTES_PER_KB = 1_000;

/** What each bundle weighs against what it may weigh. */
export function weigh(bundles: readonly Bundle[], budgets: Readonly<Record<string, number>> = BUDGETS_KB): Weighed[] {
  return bundles.map(({ name, bytes }) => {
    const limitKb = budgets[name] ?? DEFAULT_BUDGET_KB;
    return { name, kb: bytes / BYTES_PER_KB, limitKb, isTooHeavy: bytes > limitKb * BYTES_PER_KB };
  });
}

/** A line per bundle, for the terminal. */
export function renderWeights(weighed: readonly Weighed[]): string {
  const rows = weighed.map(({ name, kb, limitKb, isTooHeavy }) => [
    name,
    kb.toFixed(1),
    String(limitKb),
    isTooHeavy ? 'too heavy' : '',
  ]);
  const columns = (row: readonly string[]) =>
    `  ${row[0]?.padEnd(10)}${row[1]?.padStart(8)}${row[2]?.padStart(8)}  ${row[3]}`.trimEnd();
  return [['bundle', 'KB', 'limit', ''], ...rows].map(columns).join('\n');
}
