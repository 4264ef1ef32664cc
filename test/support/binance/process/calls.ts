import type { AccountOptions } from '../account.ts';
import type { FakeBinance, FakeUrls } from '../fake-binance.ts';
import type { Fault } from '../faults/fault.ts';
import type { FaultMatch } from '../faults/match.ts';
import type { FaultRates } from '../faults/random-faults.ts';
import type { StreamFault, StreamFaultRates, StreamMatch } from '../faults/stream-faults.ts';
import type { FillPlan } from '../fill-plan.ts';
import type { Ledger, LedgerBalance, LedgerConditional, LedgerOrder, LedgerPosition } from '../ledger.ts';
import type { BookInput } from '../market-book.ts';
import type { MarketName } from '../protocol/market-name.ts';
import type { RequestEntry } from '../request-log.ts';

/** What another process can ask of the fake: its hands and its ledger, in plain data. */
export type Calls = {
  urls(): FakeUrls;
  addAccount(options: AccountOptions): void;
  setPrice(symbol: string, price: string, book?: BookInput & { market?: MarketName }): void;
  fillInParts(plan: FillPlan): void;
  deposit(apiKey: string, market: MarketName, asset: string, amount: string): void;
  setDriftMs(driftMs: number): void;
  expireListenKey(apiKey: string): void;
  disconnectStreams(): void;
  announceShutdown(): void;
  nextFault(match: FaultMatch, fault: Fault, times?: number): void;
  randomFaults(seed: number, rates: FaultRates, match?: FaultMatch): void;
  lagReads(lagMs: number): void;
  nextStreamFault(match: StreamMatch, fault: StreamFault, times?: number): void;
  randomStreamFaults(seed: number, rates: StreamFaultRates): void;
  clearFaults(): void;
  orders(): LedgerOrder[];
  executions(): LedgerOrder[];
  conditionals(): LedgerConditional[];
  ordersByClientId(clientOrderId: string): LedgerOrder[];
  balances(apiKey: string, market: MarketName): LedgerBalance[];
  positions(apiKey: string): LedgerPosition[];
  /** From the request after number `afterId` on, so that a long run need not send them again and again. */
  requests(afterId?: number): RequestEntry[];
  defects(): RequestEntry[];
  /** How much was asked, how often each fault was played, and how often 429 and 418 were meant. */
  counts(): { requests: number; trades: number; faults: Record<string, number>; overLimit: Record<string, number> };
};

export function callsOf(fake: FakeBinance): Calls {
  const { faults, streamFaults, ledger } = fake;
  return {
    urls: () => fake.urls,
    addAccount(options) {
      fake.addAccount(options);
    },
    setPrice: fake.setPrice,
    fillInParts: fake.fillInParts,
    deposit: fake.deposit,
    setDriftMs: fake.setDriftMs,
    expireListenKey: fake.expireListenKey,
    disconnectStreams: fake.disconnectStreams,
    announceShutdown: fake.announceShutdown,
    nextFault: faults.next,
    randomFaults: faults.random,
    lagReads: faults.lagReads,
    nextStreamFault: streamFaults.next,
    randomStreamFaults: streamFaults.random,
    clearFaults() {
      faults.clear();
      streamFaults.clear();
    },
    orders: ledger.orders,
    executions: ledger.executions,
    conditionals: ledger.conditionals,
    ordersByClientId: ledger.ordersByClientId,
    balances: ledger.balances,
    positions: ledger.positions,
    requests: (afterId = 0) => ledger.requests().slice(afterId),
    defects: () => [...ledger.defects()],
    counts: () => countsOf(ledger),
  };
}

function countsOf(ledger: Ledger): ReturnType<Calls['counts']> {
  const faults: Record<string, number> = {};
  const overLimit: Record<string, number> = {};
  for (const { fault, status, market } of ledger.requests()) {
    if (fault !== undefined) faults[fault] = (faults[fault] ?? 0) + 1;
    else if (status === 429 || status === 418)
      overLimit[`${status} ${market}`] = (overLimit[`${status} ${market}`] ?? 0) + 1;
  }
  const trades = ledger.orders().reduce((sum, order) => sum + order.trades.length, 0);
  return { requests: ledger.requests().length, trades, faults, overLimit };
}
