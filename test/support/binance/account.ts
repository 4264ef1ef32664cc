import { createHash } from 'node:crypto';
import { type Decimal, decimal } from '../../../shared/money/decimal.ts';
import { ed25519Proof, hmacProof, type KeyProof } from './protocol/signature.ts';

/** As `GET /sapi/v1/account/apiRestrictions` tells them; a key trades nothing unless it was told to. */
export type Permissions = {
  enableReading: boolean;
  enableSpotAndMarginTrading: boolean;
  enableFutures: boolean;
  enableWithdrawals: boolean;
};

export type CommissionRates = { maker: Decimal; taker: Decimal };

export type AccountOptions = {
  /** 64 letters and digits, as real ones. */
  apiKey: string;
  /** For HMAC keys. */
  secret?: string;
  /** For Ed25519 keys, SubjectPublicKeyInfo in PEM. */
  publicKeyPem?: string;
  permissions?: Partial<Permissions>;
  /** False for an account that may look but not trade, whatever its key allows. */
  canTrade?: boolean;
  /** Addresses the key works from; absent means everywhere. */
  allowedIps?: string[];
  /** Starting balances by asset. */
  spot?: Record<string, string>;
  usdm?: Record<string, string>;
  spotCommission?: { maker: string; taker: string };
  usdmCommission?: { maker: string; taker: string };
  /** Spot commission in BNB at a quarter off, while the account has enough of it. */
  payCommissionInBnb?: boolean;
  hedgeMode?: boolean;
  /** Of the account that the key opens; absent: one for each key. */
  uid?: number;
};

export type FakeAccount = {
  apiKey: string;
  proof: KeyProof;
  permissions: Permissions;
  canTrade: boolean;
  allowedIps: readonly string[] | undefined;
  spotCommission: CommissionRates;
  usdmCommission: CommissionRates;
  paysInBnb: boolean;
  uid: number;
  createdAtMs: number;
};

export const KEY_FORMAT = /^[A-Za-z0-9]{64}$/;

const SPOT_RATES = { maker: '0.001', taker: '0.001' };
const USDM_RATES = { maker: '0.0002', taker: '0.0005' };

export function createAccount(options: AccountOptions, createdAtMs: number): FakeAccount {
  if (!KEY_FORMAT.test(options.apiKey))
    throw new RangeError(`Cannot add account: key "${options.apiKey}" is not 64 letters and digits`);
  return {
    apiKey: options.apiKey,
    proof: proofOf(options),
    permissions: {
      enableReading: true,
      enableSpotAndMarginTrading: true,
      enableFutures: true,
      enableWithdrawals: false,
      ...options.permissions,
    },
    canTrade: options.canTrade ?? true,
    allowedIps: options.allowedIps,
    spotCommission: ratesOf(options.spotCommission ?? SPOT_RATES),
    usdmCommission: ratesOf(options.usdmCommission ?? USDM_RATES),
    paysInBnb: options.payCommissionInBnb ?? false,
    uid: options.uid ?? createHash('sha256').update(options.apiKey).digest().readUInt32BE(),
    createdAtMs,
  };
}

function proofOf({ secret, publicKeyPem }: AccountOptions): KeyProof {
  if (publicKeyPem !== undefined) return ed25519Proof(publicKeyPem);
  if (secret !== undefined) return hmacProof(secret);
  throw new RangeError('Cannot add account: it has neither a secret nor a public key');
}

function ratesOf({ maker, taker }: { maker: string; taker: string }): CommissionRates {
  return { maker: decimal(maker), taker: decimal(taker) };
}
