import { type FakeAccount, KEY_FORMAT } from '../account.ts';
import { badKeyFormat, invalidSignature, missingParameter, rejectedKey } from '../protocol/errors.ts';
import type { MarketName } from '../protocol/market-name.ts';
import type { Security } from '../protocol/route.ts';
import type { SentParams } from '../protocol/sent-params.ts';
import { isSignedBy } from '../protocol/signature.ts';

/** Whose key it is, provided it works from that address. Both failures look alike to the client, but for the format. */
export function accountOf(
  accounts: ReadonlyMap<string, FakeAccount>,
  apiKey: string | undefined,
  ip: string,
): FakeAccount {
  if (apiKey === undefined || !KEY_FORMAT.test(apiKey)) throw badKeyFormat();
  const account = accounts.get(apiKey);
  if (account === undefined) throw rejectedKey();
  if (account.allowedIps !== undefined && !account.allowedIps.includes(ip)) throw rejectedKey();
  return account;
}

export function checkSignature(account: FakeAccount, { signature, payload }: SentParams): void {
  if (signature === undefined || signature === '') throw missingParameter('signature');
  if (!isSignedBy(account.proof, payload, signature)) throw invalidSignature();
}

/** A key does what it was allowed to do, and no more. */
export function checkPermission(account: FakeAccount, market: MarketName, security: Security): void {
  const { permissions, canTrade } = account;
  const mayTrade = canTrade && (market === 'spot' ? permissions.enableSpotAndMarginTrading : permissions.enableFutures);
  if (security === 'TRADE' && !mayTrade) throw rejectedKey();
  if (!permissions.enableReading) throw rejectedKey();
  if (market === 'usdm' && !permissions.enableFutures) throw rejectedKey();
}
