import { setTimeout as wait } from 'node:timers/promises';
import { decimal } from '../../../shared/money/decimal.ts';
import { banned, insufficientBalance } from '../../support/binance/faults/answers.ts';
import type { FaultRates } from '../../support/binance/faults/random-faults.ts';
import { callFake } from '../../support/binance/process/call-fake.ts';
import type { Random } from '../random.ts';
import { MOVING } from './plots.ts';

/** Per request. About one in six goes wrong, so most alerts meet something. */
const RATES: FaultRates = {
  ...{ reset: 0.02, silence: 0.003, delay: 0.03, malformed: 0.006, truncated: 0.006, stale: 0.02 },
  ...{ serverError: 0.015, unknownError: 0.015, serviceUnavailable: 0.01, internalError: 0.01, throttled: 0.01 },
  ...{ unexpectedResponse: 0.006, backendTimeout: 0.01, requestTimeout: 0.006, outsideWindow: 0.008 },
  ...{ tooManyRequests: 0.003, firewall: 0.003 },
};
const STREAM_RATES = { drop: 0.03, duplicate: 0.08, delay: 0.05, reorder: 0.08, disconnect: 0.01 };
const BAN_SECONDS = 2;
const MAX_LAG_MS = 900;
/** Beyond the window of 5 s on one side, and the second that a request may be early on the other. */
const STEPS_MS = [6_500, -1_600, 400];

export type Weather = { end(): Promise<void> };

/** What the exchange does to everybody at its own times; what it does to single requests it draws by itself. */
export async function startWeather(
  controlUrl: string,
  { seed, random, wildKeys }: { seed: number; random: Random; wildKeys: readonly string[] },
): Promise<Weather> {
  await callFake(controlUrl, 'randomFaults', seed, RATES);
  await callFake(controlUrl, 'randomStreamFaults', seed, STREAM_RATES);
  let [isOver, driftMs] = [false, 0];
  const drift = (byMs: number): number => {
    driftMs += byMs;
    return driftMs;
  };
  const blow = async (): Promise<void> => {
    while (!isOver) {
      await wait(random.between(200, 700));
      await change(controlUrl, { random, wildKeys, drift });
    }
  };
  const blowing = blow();
  return {
    async end() {
      isOver = true;
      await blowing;
      await callFake(controlUrl, 'clearFaults');
    },
  };
}

type Blown = { random: Random; wildKeys: readonly string[]; drift: (byMs: number) => number };

async function change(controlUrl: string, { random, wildKeys, drift }: Blown): Promise<void> {
  const drawn = random.next();
  const apiKey = random.pick(wildKeys);
  if (drawn < 0.55) return moveAPrice(controlUrl, random);
  if (drawn < 0.75) {
    const path = random.pick(['/api/v3/order', '/fapi/v1/order']);
    return callFake(controlUrl, 'nextFault', { method: 'POST', path, apiKey }, insufficientBalance());
  }
  if (drawn < 0.8) return callFake(controlUrl, 'setDriftMs', drift(random.pick(STEPS_MS)));
  if (drawn < 0.9) return callFake(controlUrl, 'lagReads', random.between(0, MAX_LAG_MS));
  if (drawn < 0.92) return callFake(controlUrl, 'nextFault', {}, banned(BAN_SECONDS, Date.now() + BAN_SECONDS * 1_000));
  if (drawn < 0.96) return callFake(controlUrl, 'disconnectStreams');
  return callFake(controlUrl, 'announceShutdown');
}

/** Within one and a half percent of where it began, to the fourth place: enough to reach most levels. */
function moveAPrice(controlUrl: string, random: Random): Promise<void> {
  const { symbol, price } = random.pick(MOVING);
  const factor = decimal(String(random.between(9_850, 10_150))).div(decimal('10000'));
  const places = symbol === 'DOGEUSDT' ? 5 : 2;
  return callFake(controlUrl, 'setPrice', symbol, decimal(price).times(factor).round(places, 0).toFixed());
}
