import type { AuditEntry } from '../audit/audit.ts';
import type { LimitScope, ScopedLimits } from '../limits/limits.ts';

/** Limits of a strategy stand with the strategy. */
export type KeptScope = Exclude<LimitScope, 'strategy'>;
export type KeptLimits = ScopedLimits & { scope: KeptScope; updatedBy: string; updatedAt: Date };

export interface RiskLimitStore {
  /** All that the user has set, by scope and subject. */
  list(userId: string): Promise<KeptLimits[]>;
  /** Takes the place of what was set there, together with the audit entry that is made of what that was. */
  set(userId: string, kept: KeptLimits, auditOf: (before: ScopedLimits['limits']) => AuditEntry): Promise<void>;
}
