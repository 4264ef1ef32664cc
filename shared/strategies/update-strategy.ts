import type { ReadSettings } from '../alerts/read-settings.ts';
import type { RiskLimits } from '../limits/limits.ts';
import { type ChangedStrategy, type ChangeStrategyDeps, changeStrategy } from './change-strategy.ts';
import { type ChooseAccountDeps, chooseAccount } from './choose-account.ts';
import type { StrategySettings } from './create-strategy.ts';
import type { Strategy } from './strategy.ts';
import type { StrategyRefusal } from './strategy-refusal.ts';

export type UpdateStrategyDeps = ChangeStrategyDeps & ChooseAccountDeps;

type Patch<Value extends object> = { readonly [Key in keyof Value]?: Value[Key] | null };
type ReadSettingsPatch = Omit<Patch<ReadSettings>, 'pineConnector'> & {
  pineConnector?: Patch<NonNullable<ReadSettings['pineConnector']>> | null;
};

/** Absent keeps what is there; null takes away what may be absent, and entries of `limits`, `symbolMap`, `readSettings` (RFC 7396). */
export type StrategyPatch = Partial<
  Omit<StrategySettings, 'symbolMap' | 'limits' | 'readSettings' | 'defaultSymbol'>
> & {
  symbolMap?: Patch<Record<string, string>>;
  defaultSymbol?: string | null;
  readSettings?: ReadSettingsPatch;
  limits?: Patch<RiskLimits>;
};

/** A mode that is written out, or another account, moves the strategy; only one that has nothing under way can be moved. */
export type UpdateStrategy = { userId: string; actor: string; id: string; accountId?: string; patch: StrategyPatch };

/** Changes what the next alert is carried out with. Work under way keeps what it was decided on. */
export async function updateStrategy(deps: UpdateStrategyDeps, input: UpdateStrategy): Promise<ChangedStrategy> {
  const { userId, id, patch } = input;
  const current = await deps.strategies.find(userId, id);
  if (current === undefined) return { outcome: 'not_found' };
  const move = await moveOf(deps, input, current);
  if ('outcome' in move) return move;
  const before = { mode: current.mode, accountId: current.accountId };
  const moved = 'accountId' in move ? { ...move, before } : {};
  // Mode and account change together or not at all: what is called paper must never stand on an account that is not.
  const { mode: _, defaultSymbol, ...fields } = patch;
  return changeStrategy(deps, { ...input, action: 'strategy.updated', detail: { ...patch, ...moved } }, (now) => ({
    ...mergePatch(now, defaultSymbol === undefined ? {} : { defaultSymbol }),
    ...fields,
    ...move,
    symbolMap: mergePatch(now.symbolMap, patch.symbolMap),
    readSettings: mergeReadSettings(now.readSettings, patch.readSettings),
    limits: mergePatch(now.limits, patch.limits),
  }));
}

function mergeReadSettings(current: ReadSettings, patch: ReadSettingsPatch = {}): ReadSettings {
  const { pineConnector, ...rest } = patch;
  if (pineConnector === undefined) return mergePatch(current, rest);
  const units = pineConnector === null ? {} : mergePatch(current.pineConnector ?? {}, pineConnector);
  return mergePatch(current, { ...rest, pineConnector: Object.keys(units).length === 0 ? null : units });
}

type Move = Pick<Strategy, 'mode' | 'accountId'>;

/** @returns where the strategy goes, or nothing when it stays where it is */
async function moveOf(
  deps: ChooseAccountDeps,
  { userId, accountId, patch }: UpdateStrategy,
  current: Strategy,
): Promise<Move | Record<never, never> | StrategyRefusal> {
  const mode = patch.mode ?? current.mode;
  if (mode === current.mode && (accountId ?? current.accountId) === current.accountId) return {};
  const chosen = await chooseAccount(deps, { userId, mode, accountId });
  return typeof chosen === 'string' ? { mode, accountId: chosen } : chosen;
}

function mergePatch<Value extends object>(current: Value, patch: Patch<Value> | undefined): Value {
  if (patch === undefined) return current;
  return merged({ ...current, ...patch });
}

/** Holds because what is left after the nulls are taken out comes from a value and a patch of the same keys. */
function merged<Value extends object>(value: { [Key in keyof Value]: Value[Key] | null }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null)) as Value;
}
