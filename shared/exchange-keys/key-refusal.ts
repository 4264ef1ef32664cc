import type { KeyPermissions, KeyRefusalCode } from './exchange-key.ts';
import type { InspectedKey } from './inspect-key.ts';
import { judgePermissions } from './judge-key.ts';

export type KeyRefusal = {
  outcome: 'refused';
  code:
    | KeyRefusalCode
    | 'exchange_not_asked'
    | 'account_unknown'
    | 'account_differs'
    | 'account_has_key'
    | 'account_name_taken'
    | 'key_known';
  reason: string;
};

export function refuseKey(code: KeyRefusal['code'], reason: string): KeyRefusal {
  return { outcome: 'refused', code, reason };
}

/** What a new key may do. It is kept only when the exchange was asked and the answer was good. */
export function permissionsOrRefusal(inspected: InspectedKey): KeyPermissions | KeyRefusal {
  if ('problem' in inspected) {
    const { kind, reason } = inspected.problem;
    if (kind === 'rejected') return refuseKey('key_rejected', reason);
    return refuseKey('exchange_not_asked', `${reason}. Nothing was kept: try again`);
  }
  const judged = judgePermissions(inspected);
  return judged.outcome === 'passed' ? inspected : refuseKey(judged.code, judged.reason);
}

export function keyKnown(): KeyRefusal {
  const reason = 'You have this API key already, under another account: one wallet cannot have two sets of books';
  return refuseKey('key_known', reason);
}
