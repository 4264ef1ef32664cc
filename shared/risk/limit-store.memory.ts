import type { AuditEntry } from '../audit/audit.ts';
import type { KeptLimits, RiskLimitStore } from './limit-store.ts';

export function memoryRiskLimitStore(): RiskLimitStore & { readonly audit: AuditEntry[] } {
  const kept = new Map<string, KeptLimits[]>();
  const audit: AuditEntry[] = [];
  return {
    audit,
    list: async (userId) => kept.get(userId) ?? [],
    async set(userId, limits, auditOf) {
      const all = kept.get(userId) ?? [];
      const isHere = (one: KeptLimits): boolean => one.scope === limits.scope && one.subject === limits.subject;
      audit.push(auditOf(all.find(isHere)?.limits ?? {}));
      const others = all.filter((one) => !isHere(one));
      kept.set(userId, Object.keys(limits.limits).length === 0 ? others : [...others, limits]);
    },
  };
}
