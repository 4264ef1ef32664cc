import type { Mode } from '../accounts/mode.ts';

/** Paper needs no key. */
export const KEY_MODES = ['testnet', 'live'] as const satisfies readonly Mode[];
export type KeyMode = (typeof KEY_MODES)[number];

/** What an exchange says that a key may do. */
export type KeyPermissions = {
  /** Whose permissions these are: the key's own, or, where an exchange does not tell those, the flags of its account. */
  basis: 'key' | 'account';
  canTrade: boolean;
  canWithdraw: boolean;
  /** Absent where the exchange does not say. */
  isIpRestricted?: boolean;
  spot: boolean;
  /** Absent where the exchange does not say. */
  futures?: boolean;
  /** In the exchange's own words, for people. */
  permissions: readonly string[];
};

export type KeyTest =
  | { outcome: 'passed' }
  /** The exchange or our own rules refuse the key as it is now. */
  | { outcome: 'refused'; code: KeyRefusalCode; reason: string }
  /** Nobody could be asked, which says nothing about the key. */
  | { outcome: 'unknown'; reason: string };

export type KeyRefusalCode = 'key_rejected' | 'key_may_withdraw' | 'key_may_not_trade';

/** A key to an account on an exchange, without what it spells: that is sealed and never readable again. */
export type ExchangeKey = {
  id: string;
  userId: string;
  /** An account has one key at most. */
  accountId: string;
  exchange: 'binance';
  mode: KeyMode;
  label: string;
  kind: 'hmac' | 'ed25519';
  /** How the API key ends. */
  apiKeyHint: string;
  /** `refused`: the last test that had an answer found that it must not be used for anything new. */
  status: 'active' | 'refused';
  permissions: KeyPermissions;
  createdAt: Date;
  /** When its secret was last replaced. */
  replacedAt?: Date;
  lastTestedAt: Date;
  lastTest: KeyTest;
};
