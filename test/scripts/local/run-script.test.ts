import { parseArgs } from 'node:util';
import { afterEach, expect, it, vi } from 'vitest';
import { Failure } from '../../../scripts/local/failure.ts';
import { runScript } from '../../../scripts/local/run-script.ts';

const before = process.exitCode;
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = before;
});

async function shownBy(body: () => void): Promise<unknown> {
  const shown = vi.spyOn(console, 'error').mockImplementation(() => {});
  await runScript(async () => body());
  expect(process.exitCode).toBe(1);
  return shown.mock.lastCall?.[0];
}

it('runScript() shows a sentence of what a person can put right, and the stack of anything else', async () => {
  const failure = new Failure('Say what to send');
  expect(
    await shownBy(() => {
      throw failure;
    }),
  ).toBe('Say what to send');
  expect(await shownBy(() => void parseArgs({ args: ['--help'], options: {} }))).toMatch(/^Unknown option '--help'/);
  const defect = new RangeError('x');
  expect(
    await shownBy(() => {
      throw defect;
    }),
  ).toBe(defect);
});
