import type { FakeAccount } from './account.ts';
import { type EventBus, eventBus } from './event-bus.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { type StreamFaults, streamFaults } from './faults/stream-faults.ts';
import { atOnce } from './fill-plan.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { marketBook } from './market-book.ts';
import type { FakeSettings } from './options.ts';
import { type ServerClock, serverClock } from './protocol/clock.ts';
import { orderCounts } from './protocol/order-counts.ts';
import { type RequestLog, requestLog } from './request-log.ts';
import { type SpotState, spotState } from './spot/state.ts';
import { type ListenKeys, listenKeys } from './usdm/listen-keys.ts';
import { type UsdmState, usdmState } from './usdm/state.ts';

/** Everything there is, before anybody listens on a port. */
export type World = {
  clock: ServerClock;
  bus: EventBus;
  accounts: Map<string, FakeAccount>;
  spot: SpotState;
  usdm: UsdmState;
  keys: ListenKeys;
  faults: Faults;
  streamFaults: StreamFaults;
  log: RequestLog;
  ledger: Ledger;
};

export function createWorld(settings: FakeSettings): World {
  const clock = serverClock(settings.now);
  const bus = eventBus();
  const log = requestLog();
  const spot = spotState({
    ...{ clock, bus, book: marketBook(), fillPlan: atOnce, rules: settings.spotSymbols },
    counts: orderCounts(settings.spotOrderLimits),
  });
  const usdm = usdmState({
    ...{ clock, bus, book: marketBook(), fillPlan: atOnce, rules: settings.usdmSymbols },
    counts: orderCounts(settings.usdmOrderLimits),
  });
  return {
    ...{ clock, bus, log, spot, usdm, accounts: new Map(), keys: listenKeys(clock) },
    ...{ faults: createFaults(), streamFaults: streamFaults(), ledger: createLedger(log, spot, usdm) },
  };
}
