import type { AccountStore } from '../../shared/accounts/store.ts';
import type { AlertReading } from '../../shared/alerts/alert.ts';
import type { AlertStore } from '../../shared/alerts/store.ts';
import type { AlertArchive } from '../../shared/archive/archive.ts';
import type { AuditStore } from '../../shared/audit/store.ts';
import type { ExchangeChooser } from '../../shared/exchanges/choose-exchange.ts';
import type { FlattenStore } from '../../shared/flattens/store.ts';
import type { NewId } from '../../shared/ids/new-id.ts';
import type { NewSecret } from '../../shared/ids/secret-token.ts';
import type { OrderList } from '../../shared/orders/order-list.ts';
import type { PortfolioStore } from '../../shared/portfolio/store.ts';
import type { PositionList } from '../../shared/positions/position-list.ts';
import type { DecidePreview } from '../../shared/preview/preview-alert.ts';
import type { Doorbell } from '../../shared/queue/doorbell.ts';
import type { RiskLimitStore } from '../../shared/risk/limit-store.ts';
import type { TradingStateStore } from '../../shared/risk/trading-state-store.ts';
import type { StrategyStore } from '../../shared/strategies/store.ts';
import type { Clock } from '../../shared/time/clock.ts';
import type { ApiTokenStore } from '../../shared/users/api-token-store.ts';
import type { UserStore } from '../../shared/users/store.ts';
import type { Assets } from './assets.ts';

/** What the routes are given; each takes the part it names. */
export type ApiDeps = {
  users: UserStore;
  apiTokens: ApiTokenStore;
  accounts: AccountStore;
  strategies: StrategyStore;
  tradingStates: TradingStateStore;
  riskLimits: RiskLimitStore;
  flattens: FlattenStore;
  audit: AuditStore;
  archive: AlertArchive;
  alerts: AlertStore;
  orders: OrderList;
  positions: PositionList;
  portfolio: PortfolioStore;
  doorbell: Doorbell;
  readAlert: (text: string) => AlertReading;
  decide: DecidePreview;
  chooseExchange: ExchangeChooser;
  now: Clock;
  newId: NewId;
  newSecret: NewSecret;
  assets: Assets;
  /** The API document, as JSON text. */
  document: () => string;
};
