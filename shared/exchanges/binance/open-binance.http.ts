import type { Account } from '../../accounts/account.ts';
import { AppError } from '../../errors/app-error.ts';
import type { Clock } from '../../time/clock.ts';
import type { ExchangeChooser } from '../choose-exchange.ts';
import { chooseNetwork } from '../choose-network.ts';
import { type BinanceAccounts, binanceNetwork } from './binance-exchange.http.ts';
import type { ExchangeBrake } from './brake.ts';
import type { ExchangeCredentials } from './clear-key.ts';
import { type BinanceConfig, binanceEndpoints } from './config.ts';

export type OpenBinanceDeps = {
  config: BinanceConfig;
  brake: ExchangeBrake;
  now: Clock;
  /** The keys of an account, in the clear for as long as the signer is made of them. */
  credentialsOf: (account: Account) => Promise<{ reveal(): ExchangeCredentials }>;
};

/**
 * Opens accounts on Binance: what an account is called, what its keys were made on and what BINANCE_TESTNET says have to agree
 * before anything is sent. Connections, brakes and symbol rules are shared by all accounts of a network.
 */
export function openBinance({ config, brake, now, credentialsOf }: OpenBinanceDeps): ExchangeChooser {
  const networks = new Map<'testnet' | 'live', BinanceAccounts>();
  return async (account) => {
    // A key is found by the mode of its account, and none of another mode is ever opened.
    const choice = chooseNetwork({ account, keyMode: account.mode, isTestnet: config.BINANCE_TESTNET });
    if (!choice.ok)
      throw new AppError('exchange_unavailable', `Cannot trade on account "${account.name}": ${choice.reason}`, {
        retryable: false,
      });
    const credentials = await credentialsOf(account);
    const endpoints = binanceEndpoints(config, choice.network);
    const network = networks.get(choice.network) ?? binanceNetwork({ endpoints, brake, now });
    networks.set(choice.network, network);
    return network.open(credentials.reveal());
  };
}
