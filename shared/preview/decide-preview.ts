import type { AccountStore } from '../accounts/store.ts';
import { AppError } from '../errors/app-error.ts';
import type { ExchangeChooser } from '../exchanges/choose-exchange.ts';
import type { ChartPosition } from '../execution/find-drift.ts';
import { gatherDecisionInput } from '../execution/gather-decision-input.ts';
import type { Market } from '../markets/market.ts';
import type { Order } from '../orders/order.ts';
import type { Position } from '../positions/position.ts';
import { isSamePlace } from '../risk/risk-book.ts';
import type { RiskContext } from '../risk/risk-context.ts';
import { type KeptTradingState, tradingStateOf } from '../risk/trading-state.ts';
import { isExit } from '../signals/signal.ts';
import type { StrategyStore } from '../strategies/store.ts';
import type { Strategy } from '../strategies/strategy.ts';
import { tradedSymbol } from '../strategies/traded-symbol.ts';
import type { Clock } from '../time/clock.ts';
import { commissionRates } from './commission.ts';
import type { DecidePreview } from './preview-alert.ts';
import { previewStep } from './preview-step.ts';

export type ChartPlace = { userId: string; strategyId: string; accountId: string; market: Market; symbol: string };

/** What rules need to know of an order that is not there, read as an execution reads it. */
export type RiskOf = (scope: {
  userId: string;
  strategy: Strategy;
  market: Market;
  symbol: string;
  isExit: boolean;
}) => Promise<{ risk: RiskContext; states: KeptTradingState[] }>;

export type DecidePreviewDeps = {
  strategies: StrategyStore;
  accounts: AccountStore;
  riskOf: RiskOf;
  openPosition: (accountId: string, market: Market, symbol: string) => Promise<Position | undefined>;
  restingOrders: (accountId: string, market: Market, symbol: string) => Promise<Order[]>;
  chartPosition: (place: ChartPlace) => Promise<ChartPosition | undefined>;
  chooseExchange: ExchangeChooser;
  now: Clock;
};

/**
 * Decides as the execution would, with the same verbs, on an alert that is not there. A step begins with what the step before
 * it leaves in the same symbol; funds are those that are free now.
 */
export function decidePreview(deps: DecidePreviewDeps): DecidePreview {
  return async ({ userId, strategyId, signal, earlier }) => {
    const strategy = await deps.strategies.find(userId, strategyId);
    const account = strategy && (await deps.accounts.find(userId, strategy.accountId));
    if (strategy === undefined || account === undefined)
      throw new AppError('not_found', `You have no strategy "${strategyId}"`);
    const now = deps.now();
    const { market, symbol } = tradedSymbol(strategy, signal);
    const [position, resting, chart, { risk, states }] = await Promise.all([
      deps.openPosition(account.id, market, symbol),
      deps.restingOrders(account.id, market, symbol),
      deps.chartPosition({ userId, strategyId: strategy.id, accountId: account.id, market, symbol }),
      deps.riskOf({ userId, strategy, market, symbol, isExit: isExit(signal) }),
    ]);
    const alert = { source: 'webhook' as const, receivedAt: now };
    const tradingState = tradingStateOf(states, now, account.id);
    const input = await gatherDecisionInput(
      { exchange: await deps.chooseExchange(account), now: deps.now, isPriceShown: true },
      { alert, signal, market, symbol, strategy, account, tradingState, risk, position, ...(chart && { chart }) },
    );
    const place = { accountId: account.id, market, symbol };
    const { rules, lastPrice: price, lastPriceAt: priceAt } = input;
    const seen = { price, ...(priceAt === undefined ? {} : { priceAt }) };
    const commission = commissionRates(account, market);
    const here = earlier.filter((one) => isSamePlace(place)(one));
    const gone = here.flatMap(({ now: { cancels } }) => cancels.map(({ id }) => id));
    const left = { before: here.at(-1), resting: resting.filter(({ id }) => !gone.includes(id)) };
    return { ...place, rules, ...seen, commission, ...previewStep(input, left) };
  };
}
