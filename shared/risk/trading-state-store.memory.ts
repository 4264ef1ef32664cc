import type { AuditEntry } from '../audit/audit.ts';
import type { Notification } from '../notifications/notification.ts';
import { currentTradingState, type KeptTradingState } from './trading-state.ts';
import type { TradingStateStore } from './trading-state-store.ts';

export function memoryTradingStateStore(): TradingStateStore & {
  readonly audit: AuditEntry[];
  readonly notifications: Notification[];
} {
  const kept = new Map<string, KeptTradingState[]>();
  const audit: AuditEntry[] = [];
  const notifications: Notification[] = [];
  const ofUser = (userId: string): KeptTradingState[] => kept.get(userId) ?? [];
  return {
    audit,
    notifications,
    list: async (userId) => ofUser(userId),
    async set(userId, state, entry) {
      const isReplaced = (one: KeptTradingState): boolean =>
        one.accountId === state.accountId && one.source === state.source;
      const isTakenBack = (one: KeptTradingState): boolean =>
        state.source === 'person' &&
        state.state === 'active' &&
        one.source !== 'person' &&
        (state.accountId === undefined || one.accountId === state.accountId);
      const others = ofUser(userId).filter((one) => !isReplaced(one) && !isTakenBack(one));
      kept.set(userId, [...others, state]);
      audit.push(entry);
    },
    async halt(userId, state, { audit: entry, notification }) {
      const isHere = (one: KeptTradingState): boolean =>
        one.accountId === state.accountId && one.source === state.source;
      const before = currentTradingState(ofUser(userId).find(isHere), state.setAt);
      if (before.state === state.state || before.state === 'halted') return false;
      kept.set(userId, [...ofUser(userId).filter((one) => !isHere(one)), state]);
      audit.push(entry);
      notifications.push(notification);
      return true;
    },
  };
}
