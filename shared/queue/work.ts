/**
 * `execute_signal`: carry out one step of an alert · `sync_order`: ask the exchange what became of a resting order ·
 * `protect`: see to it that the orders stand that should protect the position
 */
export type WorkKind = 'execute_signal' | 'sync_order' | 'protect';

/** Something left to do, written in the same transaction as its cause. `step` is the signal's, or the order's to sync. */
export type Work = {
  seq: string;
  lane: string;
  kind: WorkKind;
  userId: string;
  alertId: string;
  step: number;
  attempts: number;
  /** Attempts that failed on something else than an exchange that was away. */
  failures: number;
  /** Whether the user was told that it takes long. */
  isAlarmTold: boolean;
  createdAt: Date;
};

/** How an attempt ended: whether it met an exchange that was away, and whether the user was told. */
export type Attempt = { isAway?: boolean; isAlarmTold?: boolean };

/** The right to work one lane. It ends by itself, so that a crash cannot keep it; the token tells who has it now. */
export type Lease = { lane: string; token: string };

/** `oldestAgeMs`: how long the longest has been due; what waits for its time or for an answer is not late. */
export type QueueDepth = { count: number; oldestAgeMs: number };

/**
 * The lanes and the work in them. Whether a lease holds is decided by the store's own clock, the same for everybody.
 *
 * Whose turn it is in a lane: a step that has begun holds the lane until it is done. Without one, the work that has been due
 * longest goes next, so that a step with a delay lets others pass until its time has come. Steps of one alert keep their order.
 */
export interface WorkQueue {
  /** Takes up to `limit` lanes in which it is somebody's turn and which nobody holds. */
  claimLanes(limit: number, leaseMs: number): Promise<Lease[]>;
  /** The work whose turn it is in the lane, if the lease still holds. */
  head(lease: Lease): Promise<Work | undefined>;
  /** @returns false when the lease was lost */
  renew(lease: Lease, leaseMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  /** Has the work tried again after `delayMs`. A step holds its lane meanwhile; what only looks after things lets others pass. */
  postpone(lease: Lease, work: Work, delayMs: number, reason: string, attempt?: Attempt): Promise<void>;
  /** Removes work that is done without leaving anything else behind. */
  drop(lease: Lease, work: Work): Promise<void>;
  /** Milliseconds until some lane may be claimed: 0 when one may be now, undefined when there is no work. */
  nextDueInMs(): Promise<number | undefined>;
  depth(): Promise<QueueDepth>;
}
