import type { AuditEntry } from '../audit/audit.ts';
import type { WrappedDataKey, Wrapping } from './data-key.ts';

/** Kept for every owner of this installation: data keys are nobody's in particular. */
export type OwnersNote = Omit<AuditEntry, 'id' | 'userId'>;

/** The keys of all users are sealed with the same data keys, so there is no user in these questions. */
export interface DataKeyStore {
  /** By version, oldest first. */
  list(): Promise<WrappedDataKey[]>;
  /** Keeps `next`, retires those before it and notes it. @returns false when there is one of that version already */
  add(next: WrappedDataKey, note: OwnersNote | undefined): Promise<boolean>;
  /** Keeps all of the new wrappings, or none. @returns false when a key no longer has the wrapping it was made from */
  rewrap(changes: readonly { from: string; to: Wrapping }[], note: OwnersNote): Promise<boolean>;
}
