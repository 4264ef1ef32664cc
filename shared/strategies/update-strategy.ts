import type { NewId } from '../ids/new-id.ts';
import type { RiskLimits } from '../limits/limits.ts';
import type { Clock } from '../time/clock.ts';
import { changeStrategy } from './change-strategy.ts';
import { nameTaken, refuseMode, type StrategyRefusal, type StrategySettings } from './create-strategy.ts';
import type { StrategyStore } from './store.ts';
import type { Strategy } from './strategy.ts';

export type UpdateStrategyDeps = { strategies: StrategyStore; now: Clock; newId: NewId };

/** Absent keeps what is there; within `limits` and `symbolMap`, null takes an entry away (RFC 7396). */
export type StrategyPatch = Partial<Omit<StrategySettings, 'symbolMap' | 'limits'>> & {
  symbolMap?: Readonly<Record<string, string | null>>;
  limits?: { [Limit in keyof RiskLimits]?: RiskLimits[Limit] | null };
};

export type UpdateStrategy = { userId: string; actor: string; id: string; patch: StrategyPatch };
export type UpdatedStrategy = { outcome: 'updated'; strategy: Strategy } | { outcome: 'not_found' } | StrategyRefusal;

/** Changes what the next alert is carried out with. Work under way keeps what it was decided on. */
export async function updateStrategy(deps: UpdateStrategyDeps, input: UpdateStrategy): Promise<UpdatedStrategy> {
  const { patch } = input;
  const refusal = refuseMode(patch.mode);
  if (refusal !== undefined) return refusal;
  const changed = await changeStrategy(
    deps,
    { ...input, action: 'strategy.updated', detail: { ...patch } },
    (current) => ({
      ...current,
      ...patch,
      symbolMap: mergePatch(current.symbolMap, patch.symbolMap),
      limits: mergePatch(current.limits, patch.limits),
    }),
  );
  return changed ?? nameTaken(patch.name ?? '');
}

function mergePatch<Value extends object>(
  current: Value,
  patch: { readonly [Key in keyof Value]?: Value[Key] | null } | undefined,
): Value {
  if (patch === undefined) return current;
  return merged({ ...current, ...patch });
}

/** Holds because what is left after the nulls are taken out comes from a value and a patch of the same keys. */
function merged<Value extends object>(value: { [Key in keyof Value]: Value[Key] | null }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null)) as Value;
}
