import type { AccountStore } from '../accounts/store.ts';
import type { NewId } from '../ids/new-id.ts';
import type { LimitScope, RiskLimits, ScopedLimits } from '../limits/limits.ts';
import { changeStrategy } from '../strategies/change-strategy.ts';
import type { StrategyStore } from '../strategies/store.ts';
import type { Clock } from '../time/clock.ts';
import type { KeptScope, RiskLimitStore } from './limit-store.ts';

export type SetRiskLimitsDeps = {
  riskLimits: RiskLimitStore;
  accounts: Pick<AccountStore, 'find'>;
  strategies: StrategyStore;
  now: Clock;
  newId: NewId;
};

/** `subject` is the id of the account or strategy, or the symbol; the user's own need none. */
export type SetRiskLimits = { userId: string; actor: string; scope: LimitScope; subject?: string; limits: RiskLimits };

export type RiskLimitsSet =
  | { outcome: 'set'; limits: ScopedLimits }
  | { outcome: 'not_found'; reason: string }
  | { outcome: 'refused'; code: 'subject_missing' | 'limit_not_of_scope'; reason: string };

const ACTION = 'risk_limits.set';

/**
 * Puts limits in the place of those that were set at one scope, from the next order on; of all that apply to an order the
 * strictest counts. Those of a strategy stand with the strategy, wherever they are changed.
 */
export async function setRiskLimits(deps: SetRiskLimitsDeps, input: SetRiskLimits): Promise<RiskLimitsSet> {
  const { userId, scope, limits } = input;
  const refusal = notOfScope(scope, limits);
  if (refusal !== undefined) return { outcome: 'refused', code: 'limit_not_of_scope', reason: refusal };
  const subject = scope === 'user' ? userId : input.subject;
  if (subject === undefined) {
    const reason = `Cannot set limits of ${scope === 'account' ? 'an' : 'a'} ${scope} without "subject"`;
    return { outcome: 'refused', code: 'subject_missing', reason };
  }
  switch (scope) {
    case 'strategy':
      return setOnStrategy(deps, { ...input, subject });
    case 'account':
      if ((await deps.accounts.find(userId, subject)) === undefined) return notFound(scope, subject);
      return keep(deps, { ...input, scope, subject });
    case 'user':
    case 'symbol':
      return keep(deps, { ...input, scope, subject });
  }
}

function notFound(scope: LimitScope, subject: string): RiskLimitsSet {
  return { outcome: 'not_found', reason: `You have no ${scope} "${subject}"` };
}

/** What could not do there what it says. */
function notOfScope(scope: LimitScope, limits: RiskLimits): string | undefined {
  if (limits.canAlertRaiseLeverage !== undefined && scope !== 'strategy')
    return `"canAlertRaiseLeverage" is of a strategy: a message raises no limit of the ${scope}`;
  if (limits.onLossLimit !== undefined && scope !== 'user' && scope !== 'account')
    return `"onLossLimit" is of a user or an account: a loss limit of a ${scope} denies and stops nobody else`;
  return undefined;
}

type Setting = SetRiskLimits & { subject: string };

async function keep(deps: SetRiskLimitsDeps, input: Setting & { scope: KeptScope }): Promise<RiskLimitsSet> {
  const { userId, actor, scope, subject, limits } = input;
  const at = deps.now();
  await deps.riskLimits.set(userId, { scope, subject, limits, updatedBy: actor, updatedAt: at }, (before) => ({
    ...{ id: deps.newId('aud'), userId, actor, action: ACTION, subject, at },
    detail: { scope, before, after: limits },
  }));
  return { outcome: 'set', limits: { scope, subject, limits } };
}

async function setOnStrategy(deps: SetRiskLimitsDeps, input: Setting): Promise<RiskLimitsSet> {
  const { userId, actor, scope, subject, limits } = input;
  const before = (await deps.strategies.find(userId, subject))?.limits;
  const detail = { scope, before, after: limits };
  const edit = { userId, actor, id: subject, action: ACTION, detail } as const;
  const changed = await changeStrategy(deps, edit, (current) => ({ ...current, limits }));
  if (changed?.outcome !== 'updated') return notFound(scope, subject);
  return { outcome: 'set', limits: { scope, subject, limits } };
}
