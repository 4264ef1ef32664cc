import type { MarketName } from '../protocol/market-name.ts';
import { seededRandom } from '../protocol/seeded-random.ts';

/** Something that goes wrong with one event on one connection. Milliseconds of real time. */
export type StreamFault =
  | { kind: 'drop' }
  | { kind: 'duplicate' }
  | { kind: 'delay'; ms: number }
  /** Comes after the one that follows it. */
  | { kind: 'reorder' }
  /** The connection goes instead of the event. */
  | { kind: 'disconnect' };

export type StreamMatch = {
  market?: MarketName;
  /** Event type, such as `executionReport` or `ORDER_TRADE_UPDATE`. */
  event?: string;
};

export type StreamFaultRates = Partial<Record<StreamFault['kind'], number>>;

export type StreamFaults = {
  next(match: StreamMatch, fault: StreamFault, times?: number): void;
  random(seed: number, rates: StreamFaultRates): void;
  clear(): void;
  take(market: MarketName, event: string): StreamFault | undefined;
};

const MAX_DELAY_MS = 200;

export function streamFaults(): StreamFaults {
  let scripted: { match: StreamMatch; fault: StreamFault; left: number }[] = [];
  let draw: (() => StreamFault | undefined) | undefined;
  return {
    next(match, fault, times = 1) {
      scripted.push({ match, fault, left: times });
    },
    random(seed, rates) {
      draw = drawing(seed, rates);
    },
    clear() {
      scripted = [];
      draw = undefined;
    },
    take(market, event) {
      const found = scripted.find(
        ({ match }) =>
          (match.market === undefined || match.market === market) &&
          (match.event === undefined || match.event === event),
      );
      if (found === undefined) return draw?.();
      found.left -= 1;
      scripted = scripted.filter(({ left }) => left > 0);
      return found.fault;
    },
  };
}

function drawing(seed: number, rates: StreamFaultRates): () => StreamFault | undefined {
  const random = seededRandom(seed);
  const kinds = ['drop', 'duplicate', 'delay', 'reorder', 'disconnect'] as const;
  return () => {
    let drawn = random();
    const ms = Math.ceil(random() * MAX_DELAY_MS);
    for (const kind of kinds) {
      drawn -= rates[kind] ?? 0;
      if (drawn < 0) return kind === 'delay' ? { kind, ms } : { kind };
    }
    return undefined;
  };
}
