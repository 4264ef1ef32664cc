import type { AuditEntry } from '../audit/audit.ts';
import type { TradingState } from './risk.ts';

export interface TradingStateStore {
  /** As it was set, expired or not. */
  find(userId: string): Promise<TradingState | undefined>;
  /** Keeps the state and its audit entry together. */
  set(userId: string, state: TradingState & { setBy: string; setAt: Date }, audit: AuditEntry): Promise<void>;
}
