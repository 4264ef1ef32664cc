import { createHash } from 'node:crypto';
import { seededRandom } from '../protocol/seeded-random.ts';
import type { RequestEntry } from '../request-log.ts';
import * as answers from './answers.ts';
import type { Fault } from './fault.ts';
import { type FaultMatch, matches } from './match.ts';

/** What may happen by chance, with its probability per request. `executed` is then a coin's matter, where it is open. */
export type FaultRates = Partial<Record<RandomFaultName, number>>;

export type RandomFaultName =
  | 'reset'
  | 'silence'
  | 'delay'
  | 'serverError'
  | 'unknownError'
  | 'serviceUnavailable'
  | 'internalError'
  | 'throttled'
  | 'unexpectedResponse'
  | 'backendTimeout'
  | 'requestTimeout'
  | 'tooManyRequests'
  | 'firewall'
  | 'outsideWindow'
  | 'malformed'
  | 'truncated'
  | 'stale';

const MAX_DELAY_MS = 200;
const LAG_MS = 500;

type Make = (executed: boolean, random: () => number) => Fault;

const makers: Record<RandomFaultName, Make> = {
  reset: (executed) => ({ kind: 'reset', executed }),
  silence: (executed) => ({ kind: 'silence', executed }),
  delay: (early, random) => ({
    ...{ kind: 'delay', executed: true, before: early ? 'engine' : 'answer' },
    ms: Math.ceil(random() * MAX_DELAY_MS),
  }),
  serverError: (executed) => answers.spotServerError(502, executed),
  unknownError: answers.unknownError,
  serviceUnavailable: answers.serviceUnavailable,
  internalError: answers.internalError,
  throttled: answers.throttled,
  unexpectedResponse: answers.unexpectedResponse,
  backendTimeout: (executed) => answers.backendTimeout(executed),
  requestTimeout: answers.requestTimeout,
  tooManyRequests: () => answers.tooManyRequests(1),
  firewall: answers.firewall,
  outsideWindow: answers.outsideWindowFault,
  malformed: () => ({ kind: 'malformed', executed: true }),
  truncated: () => ({ kind: 'truncated', executed: true }),
  stale: () => ({ kind: 'stale', executed: true, lagMs: LAG_MS }),
};

/** Spot leaves every 5xx open and has none of USD-M's four texts; USD-M has no plain 5xx here. */
const spotOnly: readonly RandomFaultName[] = ['serverError'];
const usdmOnly: readonly RandomFaultName[] = [
  'unknownError',
  'serviceUnavailable',
  'internalError',
  'throttled',
  'requestTimeout',
];

/**
 * Each account, symbol and endpoint draws from a series of its own: the nth such request meets the same fault with the same seed,
 * whatever others ask for meanwhile.
 */
export function randomFaults(
  seed: number,
  rates: FaultRates,
  match: FaultMatch,
): (request: RequestEntry) => Fault | undefined {
  const series = new Map<string, () => number>();
  const seriesOf = ({ market, method, path, apiKey = '', params: { symbol = '' } }: RequestEntry): (() => number) => {
    const key = [market, method, path, apiKey, symbol].join(' ');
    const random = series.get(key) ?? seededRandom(seed ^ digestOf(key));
    series.set(key, random);
    return random;
  };
  const names = (Object.keys(makers) as RandomFaultName[]).filter((name) => (rates[name] ?? 0) > 0);
  return (request) => {
    if (!matches(match, request)) return undefined;
    const random = seriesOf(request);
    let drawn = random();
    const executed = random() < 0.5;
    for (const name of names) {
      drawn -= rates[name] ?? 0;
      const foreign = request.market === 'spot' ? usdmOnly : spotOnly;
      if (drawn < 0) return foreign.includes(name) ? undefined : makers[name](executed, random);
    }
    return undefined;
  };
}

function digestOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
