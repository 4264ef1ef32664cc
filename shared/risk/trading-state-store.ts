import type { AuditEntry } from '../audit/audit.ts';
import type { Notification } from '../notifications/notification.ts';
import type { KeptTradingState } from './trading-state.ts';

export type NewTradingState = KeptTradingState & { setBy: string; setAt: Date };

export interface TradingStateStore {
  /** All that was set for the user and for the accounts, expired or not. */
  list(userId: string): Promise<KeptTradingState[]>;
  /**
   * Keeps the state and its audit entry together. A person who sets `active` takes back what was set there without a person, and
   * the peak of equity counts from then.
   */
  set(userId: string, state: NewTradingState, audit: AuditEntry): Promise<void>;
  /** What a limit sets, with its audit entry and what the user is told. @returns false where it has stopped as much already */
  halt(
    userId: string,
    state: NewTradingState,
    kept: { audit: AuditEntry; notification: Notification },
  ): Promise<boolean>;
}
