import { AppError } from '../../errors/app-error.ts';
import type { Market } from '../../markets/market.ts';
import { chooseNetwork } from '../choose-network.ts';
import type { OpenUserStream } from '../user-stream.ts';
import { ClearKey } from './clear-key.ts';
import { binanceClient } from './client.http.ts';
import { type BinanceConfig, binanceEndpoints } from './config.ts';
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
    if (isHalfReplaced(market, config))
      throw new AppError('exchange_unavailable', 'Requests go to a stand-in, and it has no user stream', {
        retryable: false,
      });
    const endpoints = binanceEndpoints(config, choice.network);
    const key = new ClearKey((await credentialsOf(account)).reveal());
    const client = binanceClient({ transport, brake, key, endpoints, now });
    return openUserStream(market, { client, key, endpoints }, handlers);
  };
}

/** A key that is meant for a stand-in stays with it. */
function isHalfReplaced(market: Market, config: BinanceConfig): boolean {
  const [rest, stream] =
    market === 'spot'
      ? [config.BINANCE_SPOT_URL, config.BINANCE_SPOT_WS_API_URL]
      : [config.BINANCE_USDM_URL, config.BINANCE_USDM_STREAM_URL];
  return rest !== undefined && stream === undefined;
}
