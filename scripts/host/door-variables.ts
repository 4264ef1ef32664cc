import { webhookVariables } from '../../shared/alerts/config.ts';
import { candleVariables } from '../../shared/candles/config.ts';
import { databaseVariables } from '../../shared/database/config.ts';
import { encryptionVariables } from '../../shared/exchange-keys/config.ts';
import { binanceVariables } from '../../shared/exchanges/binance/config.ts';
import { priceVariables } from '../../shared/exchanges/config.ts';
import { httpVariables } from '../../shared/http/config.ts';
import { doorbellVariables, drainVariables } from '../../shared/queue/config.ts';
import { redisVariables } from '../../shared/redis/config.ts';

/** All that any door reads, so that every problem is told at once, before one of them opens. */
export const doorVariables = {
  ...databaseVariables,
  ...redisVariables,
  ...binanceVariables,
  ...candleVariables,
  ...priceVariables,
  ...webhookVariables,
  ...httpVariables,
  ...doorbellVariables,
  ...drainVariables,
  ...encryptionVariables,
};
