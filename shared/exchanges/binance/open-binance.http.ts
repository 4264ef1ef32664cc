import { createHash } from 'node:crypto';
import type { Account } from '../../accounts/account.ts';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../time/clock.ts';
import type { ExchangeChooser } from '../choose-exchange.ts';
import { chooseNetwork } from '../choose-network.ts';
import type { Exchange } from '../exchange.ts';
import { type BinanceAccounts, binanceNetwork, type SharedPrices } from './binance-exchange.http.ts';
import type { ExchangeBrake } from './brake.ts';
import type { ExchangeCredentials } from './clear-key.ts';
import { type BinanceConfig, binanceEndpoints, engineMsOf } from './config.ts';

export type OpenBinanceDeps = {
  config: BinanceConfig;
  brake: ExchangeBrake;
  /** Absent where every price is asked for. */
  prices?: SharedPrices;
  now: Clock;
  /** The keys of an account, in the clear for as long as the signer is made of them. */
  credentialsOf: (account: Account) => Promise<{ reveal(): ExchangeCredentials }>;
};

/**
 * Opens accounts on Binance: what an account is called, what its keys were made on and what BINANCE_TESTNET says have to agree
 * before anything is sent. Connections, brakes and symbol rules are shared by all accounts of a network. While an account has
 * the same key, what is known of it stays: its clock, its position mode, what was sent.
 */
export function openBinance({ config, brake, prices, now, credentialsOf }: OpenBinanceDeps): ExchangeChooser {
  const networks = new Map<'testnet' | 'live', BinanceAccounts>();
  const opened = new Map<string, { keyDigest: string; exchange: Exchange }>();
  return async (account) => {
    // A key is found by the mode of its account, and none of another mode is ever opened.
    const choice = chooseNetwork({ account, keyMode: account.mode, isTestnet: config.BINANCE_TESTNET });
    if (!choice.ok)
      throw new AppError('exchange_unavailable', `Cannot trade on account "${account.name}": ${choice.reason}`, {
        retryable: false,
      });
    const credentials = await credentialsOf(account);
    const endpoints = binanceEndpoints(config, choice.network);
    const shared = { endpoints, brake, now, engineMs: engineMsOf(config), ...(prices === undefined ? {} : { prices }) };
    const network = networks.get(choice.network) ?? binanceNetwork(shared);
    networks.set(choice.network, network);
    const clear = credentials.reveal();
    const keyDigest = digestOf(clear);
    const before = opened.get(account.id);
    if (before?.keyDigest === keyDigest) return before.exchange;
    const exchange = network.open(clear);
    opened.set(account.id, { keyDigest, exchange });
    return exchange;
  };
}

/** Tells whether it still is the same key, without keeping it. */
function digestOf({ apiKey, secret, privateKeyPem }: ExchangeCredentials): string {
  return createHash('sha256')
    .update(JSON.stringify([apiKey, secret, privateKeyPem]))
    .digest('hex');
}
