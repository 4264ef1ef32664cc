import type { Account } from '../../shared/accounts/account.ts';
import { pgAccountStore } from '../../shared/accounts/store.pg.ts';
import { forgetIdentities } from '../../shared/alerts/forget-identities.pg.ts';
import { candleVariables } from '../../shared/candles/config.ts';
import { candleFiller } from '../../shared/candles/keep-filling.ts';
import { pgCandleStore } from '../../shared/candles/store.pg.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { renewCountdowns } from '../../shared/countdowns/renew-countdowns.ts';
import { pgCountdownStore } from '../../shared/countdowns/store.pg.ts';
import { databaseUrlOf, databaseVariables } from '../../shared/database/config.ts';
import { createPool, whileAvailable } from '../../shared/database/pool.pg.ts';
import { encryptionVariables, masterKeysOf } from '../../shared/exchange-keys/config.ts';
import { openCredentials } from '../../shared/exchange-keys/open-credentials.ts';
import { pgExchangeKeyStore } from '../../shared/exchange-keys/store.pg.ts';
import { pgVault } from '../../shared/exchange-keys/vault.pg.ts';
import { binanceVariables } from '../../shared/exchanges/binance/config.ts';
import { knownTogether } from '../../shared/exchanges/binance/known-together.redis.ts';
import { openBinance } from '../../shared/exchanges/binance/open-binance.http.ts';
import { publicCandles } from '../../shared/exchanges/binance/public-data.http.ts';
import { exchangeChooser } from '../../shared/exchanges/choose-exchange.ts';
import { priceVariables } from '../../shared/exchanges/config.ts';
import { matchRestingOrders } from '../../shared/exchanges/paper/match-resting-orders.ts';
import { pgPaperExchange } from '../../shared/exchanges/paper/paper-exchange.pg.ts';
import { pgPaperStore } from '../../shared/exchanges/paper/store.pg.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { forgetReadNotifications } from '../../shared/notifications/forget-read.ts';
import { pgNotificationStore } from '../../shared/notifications/store.pg.ts';
import { queueSyncs } from '../../shared/orders/queue-syncs.pg.ts';
import { pgPortfolioStore } from '../../shared/portfolio/store.pg.ts';
import { takeEquitySnapshot } from '../../shared/portfolio/take-equity-snapshot.ts';
import { queueProtections } from '../../shared/protection/queue-protections.pg.ts';
import { doorbellTarget, doorbellVariables } from '../../shared/queue/config.ts';
import { httpDoorbell } from '../../shared/queue/doorbell.http.ts';
import { pgWorkQueue } from '../../shared/queue/queue.pg.ts';
import { reconcileAccounts } from '../../shared/reconciliation/reconcile-accounts.ts';
import { pgReconciliationStore } from '../../shared/reconciliation/store.pg.ts';
import { openRedis } from '../../shared/redis/client.redis.ts';
import { redisVariables } from '../../shared/redis/config.ts';
import { pgRiskLimitStore } from '../../shared/risk/limit-store.pg.ts';
import { loadRiskBook } from '../../shared/risk/load-book.pg.ts';
import { pgTradingStateStore } from '../../shared/risk/trading-state-store.pg.ts';
import { watchLosses } from '../../shared/risk/watch-losses.ts';
import { pgTickStore } from '../../shared/ticks/tick-store.pg.ts';
import { systemClock } from '../../shared/time/clock.ts';

export const log = createLogger('schedule');

export type Jobs = Record<string, () => Promise<unknown>>;
/** `atStart`: what a process that has just started does not leave to the next minute. */
type Schedule = { claimTick: () => Promise<boolean>; jobs: Jobs; atStart: Jobs };

const POOL_SIZE = 2;

const variables = {
  ...{ ...databaseVariables, ...doorbellVariables, ...redisVariables },
  ...{ ...encryptionVariables, ...binanceVariables, ...priceVariables, ...candleVariables },
};

export function wire(): Schedule {
  guardProcess(log);
  const config = readConfig(variables, process.env);
  const pool = createPool({ url: databaseUrlOf(config), size: POOL_SIZE, name: 'schedule', log });
  const queue = pgWorkQueue(pool);
  const doorbell = httpDoorbell(doorbellTarget(config), log);
  const redis = openRedis(config, { name: 'schedule', log });
  const floor = { now: systemClock, newId: idMaker(systemClock) };
  const keys = { exchangeKeys: pgExchangeKeyStore(pool), vault: pgVault(pool, masterKeysOf(config), floor) };
  const exchange = { ...floor, config, ...knownTogether(redis, { ...floor, log, maxAgeMs: config.PRICE_MAX_AGE_MS }) };
  const credentialsOf = (account: Account) => openCredentials(keys, account);
  const paper = { ...floor, store: pgPaperStore(pool) };
  const portfolio = {
    ...floor,
    accounts: pgAccountStore(pool),
    portfolio: pgPortfolioStore(pool),
    chooseExchange: exchangeChooser({
      ...floor,
      paper: (account) => pgPaperExchange(pool, { ...floor, account }),
      binance: openBinance({ ...exchange, credentialsOf }),
    }),
  };
  const watched = {
    ...floor,
    accounts: portfolio.accounts,
    riskLimits: pgRiskLimitStore(pool),
    tradingStates: pgTradingStateStore(pool),
    bookOf: ({ id, userId }: Account) =>
      whileAvailable(() => loadRiskBook(pool, { userId, accountId: id, symbol: '', cooldownSeconds: 0 })),
  };
  const fill = candleFiller(
    { ...floor, log, candles: pgCandleStore(pool), source: publicCandles(exchange) },
    { symbols: config.CANDLE_SYMBOLS, days: { '1m': config.CANDLE_DAYS_1M, '1h': config.CANDLE_DAYS_1H } },
  );
  const countdowns = { ...floor, countdowns: pgCountdownStore(pool), chooseExchange: portfolio.chooseExchange };
  const ticks = pgTickStore(pool);
  const reconciling = {
    ...{ ...portfolio, log, tradingStates: watched.tradingStates },
    reconciliations: pgReconciliationStore(pool, floor),
  };
  const reconcile = async (): Promise<void> => {
    const { failed } = await reconcileAccounts(reconciling, await portfolio.accounts.listAll());
    told('An account was not compared with its exchange', failed);
  };
  const sweep = async (): Promise<void> => {
    const { count, oldestAgeMs } = await queue.depth();
    if (count === 0) return;
    log.debug('Work is waiting', { count, oldestAgeMs });
    doorbell.ring();
  };
  const jobs: Jobs = {
    matchPaperOrders: async () => told('A paper order was not matched', (await matchRestingOrders(paper)).failures),
    syncOrders: () => queueSyncs(pool),
    renewCountdowns: async () =>
      told('A countdown was not renewed', (await renewCountdowns(countdowns, { everySeconds: 60 })).failed),
    checkProtections: () => queueProtections(pool),
    reconcile,
    takeEquitySnapshot: async () => told('An account was not valued', (await takeEquitySnapshot(portfolio)).failed),
    watchLosses: async () => told('The losses of an account were not watched', (await watchLosses(watched)).failed),
    forgetIdentities: () => forgetIdentities(pool, systemClock()),
    forgetNotifications: () => forgetReadNotifications({ notifications: pgNotificationStore(pool, floor), ...floor }),
    sweep,
    fillCandles: fill,
  };
  return { jobs, atStart: { reconcile, sweep }, claimTick: () => ticks.claim('schedule', systemClock()) };
}

/** One account that cannot be served holds up no other; it is told and tried again in a minute. */
function told(what: string, failed: readonly { accountId: string; error: unknown }[]): void {
  for (const { accountId, error } of failed)
    log.warn(what, { accountId, reason: error instanceof Error ? error.message : String(error) });
}
