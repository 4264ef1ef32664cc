import { expect, it } from 'vitest';
import { growthOf, isTooSteep } from '../../fuzz/growth.ts';
import { judge } from '../../fuzz/judge.ts';
import { fuzzCase, runFuzz } from '../../fuzz/run-fuzz.ts';
import { DIALECT_SAMPLES } from '../../support/dialect-samples.ts';

it('the door takes mutated, spliced and spoilt messages of all formats and leaks no secret (more: npm run fuzz)', async () => {
  const { problems, runs, read } = await runFuzz({ seed: 20_261_125, seconds: 8, runs: 600 });
  expect(problems).toEqual([]);
  expect(runs).toBeGreaterThan(100);
  expect(read.size).toBeGreaterThan(10);
});

it('a run of a seed is the same message again', () => {
  expect(fuzzCase(7, 123)).toEqual(fuzzCase(7, 123));
  expect(fuzzCase(7, 123)).not.toEqual(fuzzCase(7, 124));
});

it('judge() finds a secret that was kept, and one that is only logged', async () => {
  const body = new TextEncoder().encode('{"symbol":"BTCUSDT","action":"buy","note":"not-a-secret-by-name"}');
  const { problems } = await judge(body, { secret: 'not-a-secret-by-name' });
  expect(problems).toEqual(['a stored row holds the secret']);
  expect((await judge(body, { secret: 'not-a-secret-by-name', isStoreDown: true })).problems).toContain(
    'the log holds the secret',
  );
});

it('reading a filled-up message of a format grows with its size', () => {
  expect(growthOf(DIALECT_SAMPLES.filter(({ dialect }) => dialect === 'gunbot')).filter(isTooSteep)).toEqual([]);
  expect(isTooSteep({ dialect: 'x', filler: 'a', micros: [100, 1_600, 25_600], exponent: 2 })).toBe(true);
});
