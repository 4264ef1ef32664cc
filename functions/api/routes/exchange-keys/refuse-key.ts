import type { KeyRefusal } from '../../../../shared/exchange-keys/key-refusal.ts';
import { type Refusal, refuse } from '../../../../shared/http/problem.ts';

const STATUS: Record<KeyRefusal['code'], number> = {
  key_rejected: 422,
  key_may_withdraw: 422,
  key_may_not_trade: 422,
  exchange_not_asked: 503,
  account_unknown: 400,
  account_differs: 409,
  account_has_key: 409,
  account_name_taken: 409,
  key_known: 409,
  wallet_differs: 409,
  wallet_known: 409,
};

export const KEY_PROBLEMS = {
  409: 'The account has a key or is of another mode, the key is kept already, or opens another exchange account',
  422: 'The exchange rejects the key, it may withdraw, or it may not trade',
} as const;

export function refuseKey({ code, reason }: KeyRefusal): Refusal {
  return refuse(STATUS[code], code, reason);
}
