import type { NewId } from '../ids/new-id.ts';
import type { NewSecret } from '../ids/secret-token.ts';
import type { Clock } from '../time/clock.ts';
import type { StrategyStore } from './store.ts';
import type { Strategy } from './strategy.ts';

export type RotateHookTokenDeps = { strategies: StrategyStore; now: Clock; newId: NewId; newSecret: NewSecret };
export type RotateHookToken = { userId: string; actor: string; id: string; overlapSeconds: number };

/** Long enough to change the alerts in TradingView by hand. */
export const DEFAULT_OVERLAP_SECONDS = 24 * 60 * 60;

/**
 * Gives the strategy a new hook token, told once. The old one opens its hook for `overlapSeconds` more; the one before that
 * ends now. @returns undefined when the user has no such strategy
 */
export async function rotateHookToken(
  deps: RotateHookTokenDeps,
  { userId, actor, id, overlapSeconds }: RotateHookToken,
): Promise<{ strategy: Strategy; hookToken: string } | undefined> {
  const hook = deps.newSecret('hk');
  const at = deps.now();
  const expiry =
    overlapSeconds > 0 ? { previousHookTokenExpiresAt: new Date(at.getTime() + overlapSeconds * 1_000) } : {};
  const edited = await deps.strategies.edit(userId, id, ({ previousHookTokenExpiresAt: _, ...current }) => ({
    strategy: { ...current, ...expiry, hookTokenHint: hook.hint, updatedAt: at },
    hookToken: {
      digest: hook.digest,
      hint: hook.hint,
      ...(expiry.previousHookTokenExpiresAt && { previousExpiresAt: expiry.previousHookTokenExpiresAt }),
    },
    audit: {
      id: deps.newId('aud'),
      userId,
      actor,
      action: 'strategy.token_rotated',
      subject: id,
      detail: { overlapSeconds },
      at,
    },
  }));
  return edited.outcome === 'edited' ? { strategy: edited.strategy, hookToken: hook.secret } : undefined;
}
