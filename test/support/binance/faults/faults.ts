import type { RequestEntry } from '../request-log.ts';
import type { Fault } from './fault.ts';
import { type FaultMatch, matches, reducesExposure } from './match.ts';
import { type FaultRates, randomFaults } from './random-faults.ts';

/** What the test orders to go wrong. Scripted faults come before those by chance, oldest first. */
export type Faults = {
  /** Plays `fault` on the next request that matches, or on the next few. */
  next(match: FaultMatch, fault: Fault, times?: number): void;
  /** From now on, faults by chance: the same seed tells the same story again. */
  random(seed: number, rates: FaultRates, match?: FaultMatch): void;
  /** From now on, reads know nothing of orders younger than this. Zero switches it off. */
  lagReads(lagMs: number): void;
  clear(): void;
  /** How many scripted faults still wait for their request. */
  waiting(): number;
  readonly readLagMs: number;
  take(request: RequestEntry): Fault | undefined;
};

export function createFaults(): Faults {
  let scripted: { match: FaultMatch; fault: Fault; left: number }[] = [];
  let draw: ((request: RequestEntry) => Fault | undefined) | undefined;
  let readLagMs = 0;
  const applies = (fault: Fault, request: RequestEntry): boolean =>
    !(fault.kind === 'answer' && fault.sparesReducing === true && reducesExposure(request));
  return {
    next(match, fault, times = 1) {
      scripted.push({ match, fault, left: times });
    },
    random(seed, rates, match = {}) {
      draw = randomFaults(seed, rates, match);
    },
    lagReads(lagMs) {
      readLagMs = lagMs;
    },
    clear() {
      scripted = [];
      draw = undefined;
      readLagMs = 0;
    },
    waiting: () => scripted.length,
    get readLagMs() {
      return readLagMs;
    },
    take(request) {
      const found = scripted.find(({ match, fault }) => matches(match, request) && applies(fault, request));
      if (found !== undefined) {
        found.left -= 1;
        scripted = scripted.filter(({ left }) => left > 0);
        return found.fault;
      }
      const fault = draw?.(request);
      return fault !== undefined && applies(fault, request) ? fault : undefined;
    },
  };
}
