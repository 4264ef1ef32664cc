import type { AuditAction } from '../audit/audit.ts';
import type { Strategy } from './strategy.ts';
import type { UpdateStrategyDeps } from './update-strategy.ts';

export type StrategyEdit = {
  userId: string;
  actor: string;
  id: string;
  action: AuditAction;
  detail: Record<string, unknown>;
};

/** One change with its audit entry. @returns undefined when the new name belongs to another strategy */
export async function changeStrategy(
  deps: UpdateStrategyDeps,
  { userId, actor, id, action, detail }: StrategyEdit,
  change: (current: Strategy) => Strategy | undefined,
): Promise<{ outcome: 'updated'; strategy: Strategy } | { outcome: 'not_found' } | undefined> {
  const at = deps.now();
  const edited = await deps.strategies.edit(userId, id, (current) => {
    const next = change(current);
    if (next === undefined) return undefined;
    const audit = { id: deps.newId('aud'), userId, actor, action, subject: id, detail, at };
    return { strategy: { ...next, updatedAt: at }, audit };
  });
  switch (edited.outcome) {
    case 'edited':
      return { outcome: 'updated', strategy: edited.strategy };
    case 'not_found':
      return edited;
    case 'name_taken':
      return undefined;
  }
}
