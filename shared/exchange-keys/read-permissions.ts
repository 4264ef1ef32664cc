import * as z from 'zod';
import type { KeyPermissions } from './exchange-key.ts';

/** https://developers.binance.com/docs/wallet/account/api-key-permission */
const restrictions = z.looseObject({
  ipRestrict: z.boolean(),
  enableWithdrawals: z.boolean(),
  enableSpotAndMarginTrading: z.boolean(),
  enableFutures: z.boolean(),
  enableInternalTransfer: z.boolean().default(false),
  permitsUniversalTransfer: z.boolean().default(false),
});

/**
 * https://developers.binance.com/docs/binance-spot-api-docs/rest-api/account-endpoints#account-information-user_data
 * Its flags are the account's. Keys of the testnet show `canWithdraw: true` where nothing can be withdrawn.
 */
const account = z.looseObject({
  canTrade: z.boolean(),
  canWithdraw: z.boolean(),
  permissions: z.array(z.string()).default([]),
});

const FLAG = /^(enable|permits)/;

/** What the key itself may do. @returns undefined when the answer is not understood */
export function readRestrictions(reply: unknown): KeyPermissions | undefined {
  const parsed = restrictions.safeParse(reply);
  if (!parsed.success) return undefined;
  const { ipRestrict, enableWithdrawals, enableSpotAndMarginTrading: spot, enableFutures: futures } = parsed.data;
  const allowed = Object.entries(parsed.data).filter(([name, value]) => FLAG.test(name) && value === true);
  return {
    basis: 'key',
    canTrade: spot || futures,
    canWithdraw: enableWithdrawals,
    isIpRestricted: ipRestrict,
    spot,
    futures,
    permissions: allowed.map(([name]) => name),
  };
}

/** What the account may do, for a network that does not tell it of keys. @returns undefined when it is not understood */
export function readAccount(reply: unknown): KeyPermissions | undefined {
  const parsed = account.safeParse(reply);
  if (!parsed.success) return undefined;
  const { canTrade, canWithdraw, permissions } = parsed.data;
  return { basis: 'account', canTrade, canWithdraw, spot: canTrade, permissions };
}

/** Names the account on the exchange, a sub-account included. @returns undefined when the answer is not understood */
export function readUid(reply: unknown): string | undefined {
  const { data } = z.looseObject({ uid: z.number().int() }).safeParse(reply);
  return data && String(data.uid);
}
