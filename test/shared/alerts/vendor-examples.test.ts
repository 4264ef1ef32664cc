import { expect, it } from 'vitest';
import { DIALECTS } from '../../../shared/alerts/dialects/dialects.ts';
import { readAlert } from '../../../shared/alerts/read-alert.ts';
import { VENDOR_EXAMPLES } from '../../support/vendor-examples.ts';

it.each(VENDOR_EXAMPLES)('readAlert() takes an example of $from for $dialect: $body', ({ dialect, body, refused }) => {
  const reading = readAlert(body);
  expect(reading.dialect ?? 'none').toBe(dialect);
  expect(reading.notUnderstood?.code, reading.notUnderstood?.reason).toBe(refused);
  expect(reading.signals.length > 0).toBe(refused === undefined);
});

it('each dialect has an example of its vendor', () => {
  const shown = new Set(VENDOR_EXAMPLES.map(({ dialect }) => dialect));
  expect(DIALECTS.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
});
