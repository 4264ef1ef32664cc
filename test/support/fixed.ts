import type { IdPrefix, NewId } from '../../shared/ids/new-id.ts';
import type { Clock } from '../../shared/time/clock.ts';

/** The instant at which tests happen. */
export const NOW = new Date('2026-03-02T12:00:00.000Z');

/** A clock that stands still until it is told to move. */
export type FixedClock = Clock & { advance(ms: number): void };

export function fixedClock(start: Date = NOW): FixedClock {
  let ms = start.getTime();
  return Object.assign(() => new Date(ms), {
    advance(by: number) {
      ms += by;
    },
  });
}

/** Ids that count up: `alt_0001`, `ord_0002`, … one count for all kinds. */
export function fixedIds(): NewId {
  let last = 0;
  return (prefix: IdPrefix) => {
    last += 1;
    return `${prefix}_${String(last).padStart(4, '0')}`;
  };
}
