import type { KeyRefusalCode } from './exchange-key.ts';
import type { InspectedKey } from './inspect-key.ts';
import { judgePermissions } from './judge-key.ts';
import type { WalletClash } from './wallet.ts';

export type KeyRefusal = {
  outcome: 'refused';
  code:
    | KeyRefusalCode
    | 'exchange_not_asked'
    | 'account_unknown'
    | 'account_differs'
    | 'account_has_key'
    | 'account_name_taken'
    | 'key_known'
    | 'wallet_differs'
    | 'wallet_known';
  reason: string;
};

export function refuseKey(code: KeyRefusal['code'], reason: string): KeyRefusal {
  return { outcome: 'refused', code, reason };
}

export type GoodKey = Exclude<InspectedKey, { problem: unknown }>;

/** What a new key may do, and whose it is. It is kept only when the exchange was asked and the answer was good. */
export function goodKeyOrRefusal(inspected: InspectedKey): GoodKey | KeyRefusal {
  if ('problem' in inspected) {
    const { kind, reason } = inspected.problem;
    if (kind === 'rejected') return refuseKey('key_rejected', reason);
    return refuseKey('exchange_not_asked', `${reason}. Nothing was kept: try again`);
  }
  const judged = judgePermissions(inspected.permissions);
  return judged.outcome === 'passed' ? inspected : refuseKey(judged.code, judged.reason);
}

export function keyKnown(): KeyRefusal {
  const reason = 'You have this API key already, under another account: one wallet cannot have two sets of books';
  return refuseKey('key_known', reason);
}

/** @param uid of the exchange account that the new key opens */
export function walletClash(found: WalletClash, uid: string | undefined): KeyRefusal {
  const opens = `The key opens account ${uid} of the exchange`;
  if (found.clash === 'known')
    return refuseKey('wallet_known', `${opens}, which is your account "${found.accountName}" already: replace its key`);
  const reason = `${opens}, and the orders and positions kept here are of account ${found.uid}: give it an account of its own`;
  return refuseKey('wallet_differs', reason);
}
