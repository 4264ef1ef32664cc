import type { Signal } from '../signals/signal.ts';
import type { NotUnderstood } from './alert.ts';
import { ANY_DIALECT, REASONS } from './reasons.ts';

/** Says why a strategy does not take a message because of its format. One that has no dialects yet takes any for its first. */
export function refuseDialect(
  { name, dialects }: { name: string; dialects: readonly string[] },
  signals: readonly Signal[],
): NotUnderstood | undefined {
  const written = [...new Set(signals.map(({ dialect }) => dialect))].sort();
  const isTaken =
    dialects.length === 0 || dialects.includes(ANY_DIALECT) || written.every((one) => dialects.includes(one));
  return isTaken ? undefined : reasonOf('dialect_not_allowed', written.join('", "'), name, dialects.join('", "'));
}

export function reasonOf(code: keyof typeof REASONS, ...about: string[]): NotUnderstood {
  return { code, reason: about.reduce<string>((reason, one) => reason.replace('%s', () => one), REASONS[code]) };
}
