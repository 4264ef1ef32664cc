import type { Clock } from '../../time/clock.ts';
import type { ExchangeBrake } from './brake.ts';

/** For one process. */
export function memoryBrake(now: Clock): ExchangeBrake {
  const heldUntil = new Map<string, number>();
  return {
    async heldFor(keys) {
      const until = Math.max(0, ...keys.map((key) => heldUntil.get(key) ?? 0));
      return Math.max(0, until - now().getTime());
    },
    async hold(key, forMs) {
      const nowMs = now().getTime();
      for (const [other, until] of heldUntil) if (until <= nowMs) heldUntil.delete(other);
      heldUntil.set(key, Math.max(heldUntil.get(key) ?? 0, nowMs + forMs));
    },
  };
}
