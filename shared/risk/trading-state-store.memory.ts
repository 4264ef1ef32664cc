import type { AuditEntry } from '../audit/audit.ts';
import type { TradingState } from './risk.ts';
import type { TradingStateStore } from './trading-state-store.ts';

export function memoryTradingStateStore(): TradingStateStore & { readonly audit: AuditEntry[] } {
  const kept = new Map<string, TradingState>();
  const audit: AuditEntry[] = [];
  return {
    audit,
    find: async (userId) => kept.get(userId),
    async set(userId, state, entry) {
      kept.set(userId, state);
      audit.push(entry);
    },
  };
}
