import { AppError } from '../../errors/app-error.ts';
import { chooseNetwork } from '../choose-network.ts';
import type { OpenUserStream } from '../user-stream.ts';
import { ClearKey } from './clear-key.ts';
import { binanceClient } from './client.http.ts';
import { endpointOverridesOf } from './config.ts';
import { endpointsOf } from './networks.ts';
import type { OpenBinanceDeps } from './open-binance.http.ts';
import { httpTransport } from './transport.http.ts';
import { openUserStream } from './user-stream.ws.ts';

/**
 * Hears accounts on Binance. Each stream keeps its own signer for as long as it is open, because it has to sign again whenever it
 * connects anew; whoever opened it closes it when the key is another one.
 */
export function binanceUserStreams({ config, brake, now, credentialsOf }: OpenBinanceDeps): OpenUserStream {
  const transport = httpTransport();
  return async (account, market, handlers) => {
    const choice = chooseNetwork({ account, keyMode: account.mode, isTestnet: config.BINANCE_TESTNET });
    if (!choice.ok)
      throw new AppError('exchange_unavailable', `Cannot hear account "${account.name}": ${choice.reason}`, {
        retryable: false,
      });
    const endpoints = endpointsOf(choice.network, endpointOverridesOf(config));
    const key = new ClearKey((await credentialsOf(account)).reveal());
    const client = binanceClient({ transport, brake, key, endpoints, now });
    return openUserStream(market, { client, key, endpoints }, handlers);
  };
}
