import { type ChangedStrategy, type ChangeStrategyDeps, changeStrategy } from './change-strategy.ts';
import { type ChooseAccountDeps, refuseWithoutKey } from './choose-account.ts';
import type { Strategy } from './strategy.ts';

export type SetStrategyStatusDeps = ChangeStrategyDeps & Pick<ChooseAccountDeps, 'hasActiveKey'>;
export type SetStrategyStatus = { userId: string; actor: string; id: string; status: Strategy['status'] };

/** A disabled strategy opens nothing more; what it holds can still be closed. Enabling needs the key that its mode needs. */
export async function setStrategyStatus(
  deps: SetStrategyStatusDeps,
  { status, ...input }: SetStrategyStatus,
): Promise<ChangedStrategy> {
  if (status === 'enabled') {
    const strategy = await deps.strategies.find(input.userId, input.id);
    const refusal = strategy && (await refuseWithoutKey(deps, strategy));
    if (refusal !== undefined) return refusal;
  }
  return changeStrategy(deps, { ...input, action: `strategy.${status}`, detail: {} }, (current) =>
    current.status === status ? undefined : { ...current, status },
  );
}
