import type { AlertArchive } from '../archive/archive.ts';
import type { Doorbell } from '../queue/doorbell.ts';
import type { Clock } from '../time/clock.ts';
import type { DriftAnswer } from './drift-answer.ts';
import type { DriftAnswerStore } from './store.ts';

export type AnswerDriftDeps = { driftAnswers: DriftAnswerStore; archive: AlertArchive; doorbell: Doorbell; now: Clock };
export type AnswerDrift = { userId: string; actor: string; alertId: string; answer: DriftAnswer };

export type AnsweredDrift =
  | { outcome: 'kept' }
  | { outcome: 'not_found' }
  | { outcome: 'refused'; code: 'not_held' | 'answered_already'; reason: string };

/** Says whether an entry that waits is to be made. Giving the same answer twice changes nothing; the first one stands. */
export async function answerDrift(deps: AnswerDriftDeps, input: AnswerDrift): Promise<AnsweredDrift> {
  const { alertId, userId, answer } = input;
  const kept = await deps.driftAnswers.answer({ ...input, at: deps.now() });
  if (kept.outcome === 'kept') {
    deps.doorbell.ring();
    return { outcome: 'kept' };
  }
  const cannot = `Cannot answer alert "${alertId}" with "${answer}"`;
  if (kept.outcome === 'already') {
    if (kept.answer === answer) return { outcome: 'kept' };
    return { outcome: 'refused', code: 'answered_already', reason: `${cannot}: it was answered "${kept.answer}"` };
  }
  const alert = await deps.archive.find(userId, alertId);
  if (alert === undefined) return { outcome: 'not_found' };
  const reason = `${cannot}: nothing of it waits for an answer, it is "${alert.status}"`;
  return { outcome: 'refused', code: 'not_held', reason };
}
