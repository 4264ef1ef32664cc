import type { AuditEntry } from '../audit/audit.ts';
import type { Market } from '../markets/market.ts';
import type { Decimal } from '../money/decimal.ts';
import type { NewNotification } from '../notifications/notification.ts';
import type { OurBooks } from './compare-account.ts';
import type { KeptFinding } from './follow-findings.ts';

export type Whose = { id: string; userId: string };

export type Reconciliation = {
  accountId: string;
  /** When a comparison last came to its end; absent where none has. */
  comparedAt?: Date;
  findings: KeptFinding[];
  /** Set while the exchange cannot be asked. `at`: the last attempt. */
  failing?: { since: Date; at: Date; reason: string; isTold: boolean };
};

/** An order of ours that has ended, as we believe. */
export type EndedOrder = {
  market: Market;
  symbol: string;
  clientOrderId: string;
  exchangeOrderId?: string;
  isFilled: boolean;
  submittedAt: Date;
  endedAt: Date;
};

/** What a comparison leaves behind, kept as one. */
export type Keeping = { now: Reconciliation; before: Reconciliation | undefined; tell: readonly NewNotification[] };

/** What is left of a position, as long as its quantity is `before`. */
export type WrittenOffQuantity = {
  positionId: string;
  before: Decimal;
  after: Decimal;
  place: { market: Market; symbol: string };
  at: Date;
};

export interface ReconciliationStore {
  /** What we believe of an account now. Symbols with alerts to carry out, or with orders that are not settled, are busy. */
  ourBooks(account: Whose): Promise<OurBooks>;
  last(account: Whose): Promise<Reconciliation | undefined>;
  /** Of all accounts of a user. */
  list(userId: string): Promise<Reconciliation[]>;
  /** @returns false when another comparison of the account was quicker: then nothing is kept */
  keep(account: Whose, keeping: Keeping): Promise<boolean>;
  /** Ids of the enabled strategies on the account that halt it when it differs. */
  haltingStrategies(account: Whose): Promise<string[]>;
  /** Of our orders with these ids, those that have ended as we believe. */
  endedOf(account: Whose, clientOrderIds: readonly string[]): Promise<EndedOrder[]>;
  /** Our orders that were sent and have ended since then, the latest first, a thousand at most. */
  endedSince(account: Whose, since: Date): Promise<EndedOrder[]>;
  /** Ids of the trades in a symbol that we know of, since then. */
  tradesSince(account: Whose, place: { market: Market; symbol: string; since: Date }): Promise<ReadonlySet<string>>;
  /**
   * Has these orders looked up in their lanes, as resting ones are. One that had ended rests again until then, because it did not
   * end as we believed; the timeline of its alert says so.
   */
  resync(account: Whose, clientOrderIds: readonly string[]): Promise<void>;
  /** `busy`: somebody works in the lane; `changed`: the quantity is another by now. With its audit entry. */
  writeOff(account: Whose, quantity: WrittenOffQuantity, audit: AuditEntry): Promise<'written' | 'busy' | 'changed'>;
}
