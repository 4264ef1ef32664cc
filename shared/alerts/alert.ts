import type { Signal } from '../signals/signal.ts';
import type { ReadSettings } from './read-settings.ts';
import type { RouteNames } from './route-names.ts';

/**
 * How an alert came to us. `fan_out`: with another one, in a message that is for several strategies. `command`: a person asking
 * through the API; it takes the same way as an alert.
 */
export const ALERT_SOURCES = ['webhook', 'fan_out', 'replay', 'command'] as const;
export type AlertSource = (typeof ALERT_SOURCES)[number];

/**
 * `accepted`: kept, not worked on yet · `working`: orders are under way · `held`: an entry waits for an answer · the rest is
 * final.
 * `filled` as asked · `partially_filled`, then canceled or expired · `denied` by our rule · `rejected` by the exchange ·
 * `no_op`: nothing to do · `done`: a command carried out, no order · `expired`: too old before it could be carried out ·
 * `canceled` before anything was filled · `not_understood` · `conflict`: the identity of an earlier alert, but another message
 */
export const ALERT_STATUSES = [
  'accepted',
  'working',
  'held',
  'filled',
  'partially_filled',
  'denied',
  'rejected',
  'no_op',
  'done',
  'expired',
  'canceled',
  'not_understood',
  'conflict',
] as const;
export type AlertStatus = (typeof ALERT_STATUSES)[number];

/** What was mended in a message before it could be read. */
export const REPAIRS = [
  'byte_order_mark',
  'line_endings',
  'smart_quotes',
  'trailing_comma',
  'not_a_number',
  'quoted_number',
  'thousands_comma',
  'invalid_utf8',
  'control_character',
] as const;
export type Repair = (typeof REPAIRS)[number];

/** A dialect that a message resembles, and what it lacks to be written in it. */
export type NearDialect = { dialect: string; missing: string[] };

/** Why a message was kept but could not be acted on. `code` is stable, `reason` is for people. */
export type NotUnderstood = { code: string; reason: string; nearest?: NearDialect[] };

/** What a message says, read without knowing whose it is. */
export type AlertReading = {
  /** The message with every secret replaced by `[redacted]`: the only form that is stored. */
  raw: string;
  /** Values of secret fields, in the order found. To be compared, then dropped. */
  secrets: string[];
  repairs: Repair[];
  dialect?: string;
  /** What the dialect was told by, for people. */
  recognisedBy?: string[];
  /** In the order in which they are to be carried out; empty when not understood. */
  signals: Signal[];
  notUnderstood?: NotUnderstood;
  /** Whom it is for, as far as that could be read. */
  routes: RouteNames[];
  /** What it was read under, where a setting may have made a difference. */
  settings?: ReadSettings;
};

/** What makes two deliveries the same alert. The key binds for `windowSeconds`, or for good when that is absent. */
export type AlertIdentity = { key: string; windowSeconds?: number };
