import type { Account } from '../../shared/accounts/account.ts';
import { pgAccountStore } from '../../shared/accounts/store.pg.ts';
import { readAlert } from '../../shared/alerts/read-alert.ts';
import { pgAlertStore } from '../../shared/alerts/store.pg.ts';
import { pgAlertArchive } from '../../shared/archive/archive.pg.ts';
import { pgAuditStore } from '../../shared/audit/store.pg.ts';
import { pgCandleStore } from '../../shared/candles/store.pg.ts';
import { readConfig } from '../../shared/config/read-config.ts';
import { databaseUrlOf, databaseVariables } from '../../shared/database/config.ts';
import { createPool, type Pool, whileAvailable } from '../../shared/database/pool.pg.ts';
import { pgDriftAnswerStore } from '../../shared/drift/store.pg.ts';
import { encryptionVariables, masterKeysOf } from '../../shared/exchange-keys/config.ts';
import { hasActiveKey } from '../../shared/exchange-keys/has-active-key.ts';
import { httpKeyInspector } from '../../shared/exchange-keys/inspect-key.http.ts';
import type { KeyInspector } from '../../shared/exchange-keys/inspect-key.ts';
import type { MasterKeys } from '../../shared/exchange-keys/master-key.ts';
import { openCredentials } from '../../shared/exchange-keys/open-credentials.ts';
import { pgExchangeKeyStore } from '../../shared/exchange-keys/store.pg.ts';
import { pgVault } from '../../shared/exchange-keys/vault.pg.ts';
import { binanceEndpoints, binanceVariables } from '../../shared/exchanges/binance/config.ts';
import { knownTogether } from '../../shared/exchanges/binance/known-together.redis.ts';
import { type OpenBinanceDeps, openBinance } from '../../shared/exchanges/binance/open-binance.http.ts';
import { exchangeChooser } from '../../shared/exchanges/choose-exchange.ts';
import { priceVariables } from '../../shared/exchanges/config.ts';
import { pgPaperExchange } from '../../shared/exchanges/paper/paper-exchange.pg.ts';
import { selectChartPosition } from '../../shared/execution/chart-position.pg.ts';
import { pgFlattenStore } from '../../shared/flattens/store.pg.ts';
import { authenticator } from '../../shared/http/authenticate.ts';
import { httpVariables } from '../../shared/http/config.ts';
import type { HttpEvent, HttpReply } from '../../shared/http/event.ts';
import { serveRoutes } from '../../shared/http/serve-routes.ts';
import { idMaker } from '../../shared/ids/new-id.ts';
import { secretMaker } from '../../shared/ids/secret-token.ts';
import { guardProcess } from '../../shared/log/guard-process.ts';
import { createLogger } from '../../shared/log/logger.ts';
import { pgNotificationStore } from '../../shared/notifications/store.pg.ts';
import { pgOrderList } from '../../shared/orders/order-list.pg.ts';
import { selectRestingOrders } from '../../shared/orders/order-rows.pg.ts';
import { pgPortfolioStore } from '../../shared/portfolio/store.pg.ts';
import { pgPositionList } from '../../shared/positions/position-list.pg.ts';
import { selectOpenPosition } from '../../shared/positions/position-rows.pg.ts';
import { type DecidePreviewDeps, decidePreview, type RiskOf } from '../../shared/preview/decide-preview.ts';
import { doorbellTarget, doorbellVariables } from '../../shared/queue/config.ts';
import { httpDoorbell } from '../../shared/queue/doorbell.http.ts';
import type { Doorbell } from '../../shared/queue/doorbell.ts';
import { memoryLimiter } from '../../shared/rate-limits/limiter.memory.ts';
import { redisLimiter } from '../../shared/rate-limits/limiter.redis.ts';
import { pgReconciliationStore } from '../../shared/reconciliation/store.pg.ts';
import { openRedis } from '../../shared/redis/client.redis.ts';
import { redisVariables } from '../../shared/redis/config.ts';
import { pgRiskLimitStore } from '../../shared/risk/limit-store.pg.ts';
import { loadRiskContext } from '../../shared/risk/risk-context.pg.ts';
import { pgTradingStateStore } from '../../shared/risk/trading-state-store.pg.ts';
import { pgRouteStore } from '../../shared/routes/store.pg.ts';
import { pgStrategyStore } from '../../shared/strategies/store.pg.ts';
import { systemClock } from '../../shared/time/clock.ts';
import { pgApiTokenStore } from '../../shared/users/api-token-store.pg.ts';
import { pgUserStore } from '../../shared/users/store.pg.ts';
import type { ApiDeps } from './api-deps.ts';
import { assetsIn } from './assets.ts';
import { apiDocument } from './openapi.ts';
import { OTHER_DOORS } from './other-doors.ts';
import { ROUTES } from './route-table.ts';

export const log = createLogger('api');

const variables = {
  ...{ ...databaseVariables, ...doorbellVariables, ...httpVariables, ...redisVariables },
  ...{ ...encryptionVariables, ...binanceVariables, ...priceVariables },
};

export function wire(): (event: HttpEvent) => Promise<HttpReply> {
  guardProcess(log);
  const config = readConfig(variables, process.env);
  const pool = createPool({ url: databaseUrlOf(config), size: config.DATABASE_POOL_SIZE, name: 'api', log });
  const redis = openRedis(config, { name: 'api', log });
  const deps = apiDeps(pool, {
    doorbell: httpDoorbell(doorbellTarget(config), log),
    keyInspector: httpKeyInspector({ endpointsOf: (mode) => binanceEndpoints(config, mode), now: systemClock }),
    masterKeys: masterKeysOf(config),
    binance: { config, ...knownTogether(redis, { maxAgeMs: config.PRICE_MAX_AGE_MS, log, now: systemClock }) },
  });
  return serveRoutes(ROUTES, deps, {
    authenticate: authenticator({
      ...deps,
      limiter: redis === undefined ? memoryLimiter(systemClock) : redisLimiter(redis, log),
    }),
    log,
    corsOrigins: config.CORS_ORIGINS,
    trustedProxies: config.TRUSTED_PROXIES,
    publicUrl: config.PUBLIC_URL,
  });
}

type Outside = {
  doorbell: Doorbell;
  keyInspector: KeyInspector;
  masterKeys: MasterKeys | undefined;
  binance?: Pick<OpenBinanceDeps, 'config' | 'brake' | 'prices'>;
};

/** The real thing over one pool. */
export function apiDeps(pool: Pool, { doorbell, keyInspector, masterKeys, binance }: Outside): ApiDeps {
  const floor = { now: systemClock, newId: idMaker(systemClock), newSecret: secretMaker() };
  const accounts = pgAccountStore(pool);
  const strategies = pgStrategyStore(pool);
  const tradingStates = pgTradingStateStore(pool);
  const exchangeKeys = pgExchangeKeyStore(pool);
  const vault = pgVault(pool, masterKeys, floor);
  const credentialsOf = (account: Account) => openCredentials({ exchangeKeys, vault }, account);
  const chooseExchange = exchangeChooser({
    ...floor,
    paper: (account) => pgPaperExchange(pool, { ...floor, account }),
    ...(binance === undefined ? {} : { binance: openBinance({ ...floor, ...binance, credentialsOf }) }),
  });
  const openPosition = (accountId: string, market: string, symbol: string) =>
    whileAvailable(() => selectOpenPosition(pool, { accountId, market, symbol }));
  const restingOrders: DecidePreviewDeps['restingOrders'] = (accountId, market, symbol) =>
    whileAvailable(() => selectRestingOrders(pool, { accountId, market, symbol }));
  const chartPosition: DecidePreviewDeps['chartPosition'] = (place) =>
    whileAvailable(() => selectChartPosition(pool, place));
  const riskOf: RiskOf = (scope) => whileAvailable(() => loadRiskContext(pool, scope));
  return {
    ...floor,
    accounts,
    strategies,
    tradingStates,
    exchangeKeys,
    vault,
    keyInspector,
    hasActiveKey: (asked) => hasActiveKey({ exchangeKeys }, asked),
    routes: pgRouteStore(pool),
    riskLimits: pgRiskLimitStore(pool),
    flattens: pgFlattenStore(pool),
    chooseExchange,
    reconciliations: pgReconciliationStore(pool, floor),
    log,
    doorbell,
    readAlert,
    users: pgUserStore(pool),
    apiTokens: pgApiTokenStore(pool),
    audit: pgAuditStore(pool),
    notifications: pgNotificationStore(pool, floor),
    archive: pgAlertArchive(pool),
    alerts: pgAlertStore(pool),
    driftAnswers: pgDriftAnswerStore(pool, floor),
    orders: pgOrderList(pool),
    positions: pgPositionList(pool),
    portfolio: pgPortfolioStore(pool),
    candles: pgCandleStore(pool),
    decide: decidePreview({
      ...{ ...floor, strategies, accounts, riskOf, chooseExchange },
      ...{ openPosition, restingOrders, chartPosition },
    }),
    assets: assetsIn(new URL('./assets/', import.meta.url)),
    document: documentOnce(),
  };
}

/** Made when it is first asked for: most instances never are. */
function documentOnce(): () => string {
  let text: string | undefined;
  return () => {
    text ??= JSON.stringify(apiDocument([...ROUTES, ...OTHER_DOORS]));
    return text;
  };
}
