import { expect, it } from 'vitest';
import { isBusy, keepAlive, leave, leaving } from '../../../shared/shutdown/shutdown.ts';

it('keepAlive() is busy until the work is done, also when it fails', async () => {
  let finish = (): void => {};
  const work = keepAlive(
    new Promise<void>((resolve) => {
      finish = resolve;
    }),
  );
  expect(isBusy()).toBe(true);
  finish();
  await work;
  expect(isBusy()).toBe(false);
  await expect(keepAlive(Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(isBusy()).toBe(false);
});

it('leave() tells everybody who asked before, and everybody who asks later', () => {
  const signal = leaving();
  expect(signal.aborted).toBe(false);
  leave();
  expect(signal.aborted).toBe(true);
  expect(leaving().aborted).toBe(true);
});
