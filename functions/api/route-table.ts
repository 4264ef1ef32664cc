import type { ApiRoute } from './api-route.ts';
import { listAccounts } from './routes/accounts/list.ts';
import { reconcileNow, showReconciliation } from './routes/accounts/reconciliation.ts';
import { updateAccount } from './routes/accounts/update.ts';
import { answerAlertRoute } from './routes/alerts/answer.ts';
import { listAlerts } from './routes/alerts/list.ts';
import { previewAlertRoute } from './routes/alerts/preview.ts';
import { replayAlertRoute } from './routes/alerts/replay.ts';
import { showAlert } from './routes/alerts/show.ts';
import { createApiTokenRoute } from './routes/api-tokens/create.ts';
import { listApiTokens } from './routes/api-tokens/list.ts';
import { revokeApiTokenRoute } from './routes/api-tokens/revoke.ts';
import { listAudit } from './routes/audit/list.ts';
import { listCandles } from './routes/candles/list.ts';
import { showDocument } from './routes/docs/document.ts';
import { showRoot } from './routes/docs/root.ts';
import { showDocs, showDocsFile } from './routes/docs/show.ts';
import { addExchangeKey } from './routes/exchange-keys/add.ts';
import { deleteExchangeKey } from './routes/exchange-keys/delete.ts';
import { listExchangeKeys } from './routes/exchange-keys/list.ts';
import { replaceExchangeKey } from './routes/exchange-keys/replace.ts';
import { showExchangeKey } from './routes/exchange-keys/show.ts';
import { testExchangeKey } from './routes/exchange-keys/test.ts';
import { showMe } from './routes/me/show.ts';
import { listNotifications } from './routes/notifications/list.ts';
import { markAllNotificationsRead, markNotificationRead } from './routes/notifications/mark-read.ts';
import { cancelOrder } from './routes/orders/cancel.ts';
import { listOrders } from './routes/orders/list.ts';
import { showOrder } from './routes/orders/show.ts';
import { showEquity } from './routes/portfolio/equity.ts';
import { showPortfolio } from './routes/portfolio/show.ts';
import { closePosition } from './routes/positions/close.ts';
import { closeAllPositions } from './routes/positions/close-all.ts';
import { listPositions } from './routes/positions/list.ts';
import { writeOffRoute } from './routes/positions/write-off.ts';
import { listRiskLimitsRoute } from './routes/risk-limits/list.ts';
import { setRiskLimitsRoute } from './routes/risk-limits/set.ts';
import { bindRouteRoute } from './routes/routes/bind.ts';
import { listRoutes } from './routes/routes/list.ts';
import { listUnboundRoutes } from './routes/routes/list-unbound.ts';
import { unbindRouteRoute } from './routes/routes/unbind.ts';
import { createStrategyRoute } from './routes/strategies/create.ts';
import { listStrategies } from './routes/strategies/list.ts';
import { rotateToken } from './routes/strategies/rotate-token.ts';
import { disableStrategy, enableStrategy } from './routes/strategies/set-status.ts';
import { showStrategy } from './routes/strategies/show.ts';
import { updateStrategyRoute } from './routes/strategies/update.ts';
import { flattenRoute, showFlatten } from './routes/trading-state/flatten.ts';
import { setTradingStateRoute } from './routes/trading-state/set.ts';
import { showTradingState } from './routes/trading-state/show.ts';

/** Every route of the API, in the order in which the document shows them. */
export const ROUTES: readonly ApiRoute[] = [
  listAlerts,
  showAlert,
  previewAlertRoute,
  replayAlertRoute,
  answerAlertRoute,
  listOrders,
  showOrder,
  cancelOrder,
  listPositions,
  closePosition,
  writeOffRoute,
  closeAllPositions,
  showPortfolio,
  showEquity,
  listCandles,
  listStrategies,
  createStrategyRoute,
  showStrategy,
  updateStrategyRoute,
  enableStrategy,
  disableStrategy,
  rotateToken,
  listRoutes,
  listUnboundRoutes,
  bindRouteRoute,
  unbindRouteRoute,
  listAccounts,
  updateAccount,
  showReconciliation,
  reconcileNow,
  listExchangeKeys,
  addExchangeKey,
  showExchangeKey,
  replaceExchangeKey,
  testExchangeKey,
  deleteExchangeKey,
  listRiskLimitsRoute,
  setRiskLimitsRoute,
  showTradingState,
  setTradingStateRoute,
  flattenRoute,
  showFlatten,
  listNotifications,
  markNotificationRead,
  markAllNotificationsRead,
  showMe,
  listApiTokens,
  createApiTokenRoute,
  revokeApiTokenRoute,
  listAudit,
  showRoot,
  showDocs,
  showDocsFile,
  showDocument,
];
