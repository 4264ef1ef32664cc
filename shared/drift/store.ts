import type { DriftAnswer } from './drift-answer.ts';

export type GivenAnswer = {
  userId: string;
  alertId: string;
  answer: DriftAnswer;
  /** Who gives it, for the audit. */
  actor: string;
  at: Date;
};

/** `already`: the answer that was given before, which stays. */
export type KeptAnswer = { outcome: 'kept' } | { outcome: 'already'; answer: DriftAnswer } | { outcome: 'not_held' };

export interface DriftAnswerStore {
  /** Keeps the answer to what waits in the alert, with its event and audit entry, and has the work taken up. */
  answer(given: GivenAnswer): Promise<KeptAnswer>;
}
