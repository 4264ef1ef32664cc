import type { Signal } from '../signals/signal.ts';
import type { AlertIdentity, AlertSource, NotUnderstood, Repair } from './alert.ts';

/**
 * Whose alert it is.
 * - `token`: the digest of a hook token, from the path or the body
 * - `owner`: WEBHOOK_SECRET was right; the message names the strategy, or the owner has only one
 * - `strategy`: a signed-in person, for replays and commands
 */
export type Hook =
  | { by: 'token'; digest: string }
  | { by: 'owner'; strategyName: string | undefined }
  | { by: 'strategy'; userId: string; strategyId: string };

export type NewAlert = {
  id: string;
  source: AlertSource;
  originAlertId?: string;
  receivedAt: Date;
  /** Without secrets. */
  raw: string;
  bodyDigest: string;
  identity: AlertIdentity;
  dialect?: string;
  repairs: readonly Repair[];
  signals: readonly Signal[];
  notUnderstood?: NotUnderstood;
};

/** `alertId` is the first delivery's where this one was not kept, or was kept as a conflict with it. */
export type Kept =
  | { outcome: 'kept' }
  | { outcome: 'duplicate'; alertId: string }
  | { outcome: 'conflict'; alertId: string }
  | { outcome: 'unknown_hook' };

export interface AlertStore {
  /**
   * Keeps the alert and the work it causes together, or neither, and returns only when that is committed.
   * Whoever brings an identity first owns it; the same identity with another message is kept as a conflict, without work.
   * @throws AppError `database_unavailable`
   */
  keep(hook: Hook, alert: NewAlert): Promise<Kept>;
}
