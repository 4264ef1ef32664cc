import { changeStrategy } from './change-strategy.ts';
import type { Strategy } from './strategy.ts';
import type { UpdateStrategyDeps } from './update-strategy.ts';

export type SetStrategyStatus = { userId: string; actor: string; id: string; status: Strategy['status'] };

/** A disabled strategy opens nothing more; what it holds can still be closed. */
export async function setStrategyStatus(
  deps: UpdateStrategyDeps,
  { status, ...input }: SetStrategyStatus,
): Promise<{ outcome: 'updated'; strategy: Strategy } | { outcome: 'not_found' }> {
  const changed = await changeStrategy(deps, { ...input, action: `strategy.${status}`, detail: {} }, (current) =>
    current.status === status ? undefined : { ...current, status },
  );
  return changed ?? { outcome: 'not_found' };
}
