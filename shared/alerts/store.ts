import type { Signal } from '../signals/signal.ts';
import type { AlertIdentity, AlertSource, NotUnderstood, Repair } from './alert.ts';
import type { ReadSettings } from './read-settings.ts';
import type { RouteNames } from './route-names.ts';

/**
 * Whose alert it is.
 * - `token`: the digest of a hook token, from the path or the body
 * - `owner`: WEBHOOK_SECRET was right
 * - `door`: a replay of what came in there and was for nobody; without `hookStrategyId` it came in with WEBHOOK_SECRET
 * - `strategy`: a signed-in person, for replays and commands; routes and pins have no say
 *
 * A token and WEBHOOK_SECRET are doors: their routes bind what a message calls its bot or account to strategies. Where a name is
 * bound to nothing, it is for the strategy whose hook it is, as long as that hook has no routes; behind WEBHOOK_SECRET it is for
 * the strategy of that name.
 */
export type Hook =
  | { by: 'token'; digest: string }
  | { by: 'owner' }
  | { by: 'door'; userId: string; hookStrategyId?: string }
  | { by: 'strategy'; userId: string; strategyId: string };

/** What a message was read as. `settings` only where they may have made a difference; without them it holds under any. */
export type KeptReading = {
  settings?: ReadSettings;
  dialect?: string;
  signals: readonly Signal[];
  notUnderstood?: NotUnderstood;
};

export type NewAlert = KeptReading & {
  id: string;
  source: AlertSource;
  originAlertId?: string;
  receivedAt: Date;
  /** Without secrets. */
  raw: string;
  bodyDigest: string;
  identity: AlertIdentity;
  repairs: readonly Repair[];
  /** Whom it is for; absent: what its signals say. */
  routes?: readonly RouteNames[];
  /** The same message, read under the settings of other strategies that it may be for. */
  otherReadings?: readonly KeptReading[];
};

/** One delivery is an alert of each strategy that it is for; the first has the id of the delivery. */
export type KeptAlert = { id: string; strategyId?: string; notUnderstood?: NotUnderstood };

/** `alertId` is the first delivery's where this one was not kept, or was kept as a conflict with it. */
export type Kept =
  | { outcome: 'kept'; alerts: readonly KeptAlert[] }
  | { outcome: 'duplicate'; alertId: string }
  | { outcome: 'conflict'; alertId: string }
  | { outcome: 'unknown_hook' }
  /** Nothing was kept: read it under each of these, which its strategies have, and try again. */
  | { outcome: 'settings_differ'; wanted: readonly ReadSettings[] };

export interface AlertStore {
  /**
   * Keeps the alerts and the work they cause together, or neither, and returns only when that is committed.
   * Whoever brings an identity first owns it; the same identity with another message is kept as a conflict, without work.
   * A strategy that has no dialects yet takes those of its first good alert; from then on others are not understood.
   * @throws AppError `database_unavailable`
   */
  keep(hook: Hook, alert: NewAlert): Promise<Kept>;
}
