import type { KeyMode, KeyPermissions, KeyTest } from './exchange-key.ts';
import type { InspectedKey } from './inspect-key.ts';

export type KeyWarning = {
  code: 'not_ip_restricted' | 'permissions_not_told' | 'no_futures' | 'no_spot';
  message: string;
};

/** What an answer of the exchange says of a key. */
export function testOf(inspected: InspectedKey): KeyTest {
  if (!('problem' in inspected)) return judgePermissions(inspected.permissions);
  const { kind, reason } = inspected.problem;
  return kind === 'rejected' ? { outcome: 'refused', code: 'key_rejected', reason } : { outcome: 'unknown', reason };
}

/** Whether a key may be used here. One that may withdraw is never kept: whoever got hold of it could take everything. */
export function judgePermissions({
  basis,
  canTrade,
  canWithdraw,
}: KeyPermissions): Exclude<KeyTest, { outcome: 'unknown' }> {
  if (basis === 'key' && canWithdraw)
    return {
      outcome: 'refused',
      code: 'key_may_withdraw',
      reason: 'The key may withdraw: take "Enable Withdrawals" away from it on the exchange, or make a key without',
    };
  if (canTrade) return { outcome: 'passed' };
  const reason =
    basis === 'key'
      ? 'The key may not trade: allow "Enable Spot & Margin Trading" or "Enable Futures" for it on the exchange'
      : 'The account may not trade: the exchange says so of all of its keys';
  return { outcome: 'refused', code: 'key_may_not_trade', reason };
}

/** What its owner should know of a key that passed. */
export function warningsOf(permissions: KeyPermissions, mode: KeyMode): KeyWarning[] {
  const { basis, canWithdraw, isIpRestricted, spot, futures } = permissions;
  const warnings: KeyWarning[] = [];
  if (basis === 'account')
    warnings.push({
      code: 'permissions_not_told',
      message:
        'This network does not tell what a key may do, only what its account may' +
        (canWithdraw ? ', which is everything: that the key might withdraw was therefore not held against it' : ''),
    });
  if (mode === 'live' && isIpRestricted === false)
    warnings.push({
      code: 'not_ip_restricted',
      message: "The key works from any address: restrict it to this service's address on the exchange",
    });
  if (basis === 'key' && !spot) warnings.push({ code: 'no_spot', message: 'The key may not trade spot symbols' });
  if (futures === false)
    warnings.push({ code: 'no_futures', message: 'The key may not trade futures: orders for USD-M will be rejected' });
  return warnings;
}
