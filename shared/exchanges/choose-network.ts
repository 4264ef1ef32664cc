import type { Account } from '../accounts/account.ts';
import type { Mode } from '../accounts/mode.ts';

export type NetworkQuestion = {
  account: Pick<Account, 'mode'>;
  /** Undefined when the account has no key. */
  keyMode: Mode | undefined;
  /** Whose order it is. Absent for what belongs to nobody: looking, syncing, canceling. */
  strategy?: { mode: Mode };
  /** BINANCE_TESTNET. */
  isTestnet: boolean;
};

export type MissingForTrading = 'account' | 'keys' | 'strategy' | 'BINANCE_TESTNET';

export type NetworkChoice =
  | { ok: true; network: 'testnet' | 'live' }
  | { ok: false; missing: MissingForTrading[]; reason: string };

/**
 * Where an order may go. Real money needs all of it at once: a live account, live keys, a strategy that was set to live, and
 * BINANCE_TESTNET=false. The testnet needs that nobody thinks otherwise either: its orders are not those of another mode.
 */
export function chooseNetwork({ account, keyMode, strategy, isTestnet }: NetworkQuestion): NetworkChoice {
  const { mode } = account;
  if (mode === 'paper')
    return { ok: false, missing: ['account'], reason: 'the account is "paper", and Binance needs "testnet" or "live"' };
  const problems: [MissingForTrading, string][] = [];
  if (keyMode !== mode) problems.push(['keys', `its keys are "${keyMode ?? 'absent'}", and must be "${mode}"`]);
  if (strategy !== undefined && strategy.mode !== mode)
    problems.push(['strategy', `the strategy is "${strategy.mode}", and must be "${mode}"`]);
  if (mode === 'live' && isTestnet)
    problems.push(['BINANCE_TESTNET', 'BINANCE_TESTNET is not "false", and must be for an account that is live']);
  if (problems.length === 0) return { ok: true, network: mode };
  return { ok: false, missing: problems.map(([what]) => what), reason: problems.map(([, why]) => why).join('; ') };
}
