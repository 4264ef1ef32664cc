import { readReadSettings } from '../alerts/read-settings-json.ts';
import { readLimits, writeLimits } from '../limits/limits-json.ts';
import type { Strategy } from './strategy.ts';
import { readSizing, writeSizing } from './strategy-columns.ts';

export type StrategyRow = {
  id: string;
  user_id: string;
  account_id: string;
  name: string;
  status: Strategy['status'];
  mode: Strategy['mode'];
  default_market: Strategy['defaultMarket'];
  side_rule: Strategy['sideRule'];
  sizing: unknown;
  size_from_alert: boolean;
  on_drift: Strategy['onDrift'];
  drift_answer_seconds: number;
  symbol_map: Record<string, string>;
  default_symbol: string | null;
  read_settings: unknown;
  dialects: string[];
  limits: unknown;
  on_difference: Strategy['onDifference'];
  margin_type: Strategy['marginType'];
  hook_token_hint: string;
  previous_hook_token_expires_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

export const STRATEGY_COLUMNS = `id, user_id, account_id, name, status, mode, default_market, side_rule, sizing,
  size_from_alert, on_drift, drift_answer_seconds, symbol_map, default_symbol, read_settings, dialects, limits, on_difference, margin_type, hook_token_hint,
  previous_hook_token_expires_at, created_at, updated_at`;

/** What may change of a strategy after it was made, besides its hook token, by column. */
export function changeableColumns(strategy: Strategy): Record<string, unknown> {
  return {
    account_id: strategy.accountId,
    name: strategy.name,
    status: strategy.status,
    mode: strategy.mode,
    default_market: strategy.defaultMarket,
    side_rule: strategy.sideRule,
    sizing: writeSizing(strategy.sizing),
    size_from_alert: strategy.sizeFromAlert,
    on_drift: strategy.onDrift,
    drift_answer_seconds: strategy.driftAnswerSeconds,
    symbol_map: JSON.stringify(strategy.symbolMap),
    default_symbol: strategy.defaultSymbol ?? null,
    read_settings: JSON.stringify(strategy.readSettings),
    dialects: strategy.dialects,
    limits: writeLimits(strategy.limits),
    on_difference: strategy.onDifference,
    margin_type: strategy.marginType,
    updated_at: strategy.updatedAt,
  };
}

export function toStrategy(row: StrategyRow): Strategy {
  return {
    id: row.id,
    userId: row.user_id,
    accountId: row.account_id,
    name: row.name,
    status: row.status,
    mode: row.mode,
    defaultMarket: row.default_market,
    sideRule: row.side_rule,
    sizing: readSizing(row.sizing),
    sizeFromAlert: row.size_from_alert,
    onDrift: row.on_drift,
    driftAnswerSeconds: row.drift_answer_seconds,
    symbolMap: row.symbol_map,
    ...(row.default_symbol === null ? {} : { defaultSymbol: row.default_symbol }),
    readSettings: readReadSettings(row.read_settings),
    dialects: row.dialects,
    limits: readLimits(row.limits),
    onDifference: row.on_difference,
    marginType: row.margin_type,
    hookTokenHint: row.hook_token_hint,
    ...(row.previous_hook_token_expires_at === null
      ? {}
      : { previousHookTokenExpiresAt: row.previous_hook_token_expires_at }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
