import type { AuditAction } from '../audit/audit.ts';
import type { NewId } from '../ids/new-id.ts';
import type { Clock } from '../time/clock.ts';
import type { StrategyStore } from './store.ts';
import type { Strategy } from './strategy.ts';
import { nameTaken, refuseStrategy, type StrategyRefusal } from './strategy-refusal.ts';

export type ChangeStrategyDeps = { strategies: StrategyStore; now: Clock; newId: NewId };

export type StrategyEdit = {
  userId: string;
  actor: string;
  id: string;
  action: AuditAction;
  detail: Record<string, unknown>;
};

export type ChangedStrategy = { outcome: 'updated'; strategy: Strategy } | { outcome: 'not_found' } | StrategyRefusal;

/** One change with its audit entry. `change` returns undefined where there is nothing to change. */
export async function changeStrategy(
  deps: ChangeStrategyDeps,
  { userId, actor, id, action, detail }: StrategyEdit,
  change: (current: Strategy) => Strategy | undefined,
): Promise<ChangedStrategy> {
  const at = deps.now();
  let name = '';
  const edited = await deps.strategies.edit(userId, id, (current) => {
    const next = change(current);
    if (next === undefined) return undefined;
    name = next.name;
    const audit = { id: deps.newId('aud'), userId, actor, action, subject: id, detail, at };
    return { strategy: { ...next, updatedAt: at }, audit };
  });
  switch (edited.outcome) {
    case 'edited':
      return { outcome: 'updated', strategy: edited.strategy };
    case 'not_found':
      return edited;
    case 'name_taken':
      return nameTaken(name);
    case 'busy':
      return refuseStrategy('strategy_busy', busyReason(name, edited.holds));
  }
}

function busyReason(name: string, holds: readonly string[]): string {
  return `Strategy "${name}" cannot leave its account while it has ${holds.join(', ')} there: close and cancel first`;
}
