import type { Account } from '../accounts/account.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { LastPrice } from '../exchanges/price-cache.ts';
import type { Market } from '../markets/market.ts';
import { type Decimal, one, parseDecimal, sum, zero } from '../money/decimal.ts';
import { VALUATION_ASSET } from '../portfolio/portfolio.ts';
import type { Position } from '../positions/position.ts';
import { strictestDecimal } from '../risk/strictest.ts';
import { BASE_SIZES, type Intent, isExit, type Size, type SizeType } from '../signals/signal.ts';
import type { Clock } from '../time/clock.ts';
import { alertAge } from './alert-age.ts';
import type { DecisionInput } from './decision.ts';
import { isPriceHistory } from './order-price.ts';
import type { Execution } from './store.ts';

const NEAREST_SYMBOLS = 3;
const NO_ORDERS: readonly Intent[] = ['modify_protection', 'noop'];
const ACCOUNT_SIZES: readonly SizeType[] = ['pct_equity', 'pct_available', 'risk_quote', 'risk_pct'];

/** What deciding reads of an execution; a preview has no more than that. */
export type DecidableExecution = Pick<
  Execution,
  'signal' | 'market' | 'symbol' | 'strategy' | 'tradingState' | 'risk' | 'chart' | 'failedStep'
> & {
  account: Pick<Account, 'exchange' | 'mode' | 'settings'>;
  alert: Pick<Execution['alert'], 'receivedAt' | 'source' | 'confirmedAt'>;
  position: Position | undefined;
};

export type GatherDeps = {
  exchange: Exchange;
  now: Clock;
  /** Asks for the last price even where deciding does without it, for whoever shows it. */
  isPriceShown?: boolean;
};

/** Asks the exchange what deciding needs to know of it; the rest is in the execution already. */
export async function gatherDecisionInput(deps: GatherDeps, execution: DecidableExecution): Promise<DecisionInput> {
  const { market, symbol, signal } = execution;
  const [rules, last] = await Promise.all([deps.exchange.symbolRules(market, symbol), lastPriceFor(deps, execution)]);
  return {
    now: deps.now(),
    signal,
    strategy: execution.strategy,
    accountMode: execution.account.mode,
    tradingState: execution.tradingState,
    risk: execution.risk,
    ...alertAge(execution.alert),
    ...(execution.chart && { chart: execution.chart }),
    ...(execution.failedStep && { failedStep: execution.failedStep }),
    market,
    symbol,
    rules,
    takesConditional: deps.exchange.capabilities.conditionalOrders,
    nearestSymbols: rules === undefined ? await deps.exchange.nearestSymbols(market, symbol, NEAREST_SYMBOLS) : [],
    position: execution.position,
    lastPrice: last?.price,
    ...(last === undefined ? {} : { lastPriceAt: last.seenAt }),
    ...(rules === undefined ? {} : await quoteWorthFor(deps.exchange, execution, rules.quote)),
    ...leverageOf(execution.account),
    ...(rules !== undefined && needsFunds(execution) ? await fundsIn(deps.exchange, execution, rules.quote) : {}),
  };
}

/**
 * On paper the alert's own price is the market, so it is asked only where the alert brings none, is history by now, or is held against
 * it. A real market is asked for each entry, for levels, and for an exit of so much money. An exit waits for no price: it is decided
 * without one when the exchange cannot be asked.
 */
async function lastPriceFor(
  { exchange, isPriceShown = false }: GatherDeps,
  { market, symbol, signal, strategy, alert, risk, account }: DecidableExecution,
): Promise<LastPrice | undefined> {
  const isCompared = strictestDecimal(risk.limits, 'maxPriceDeviationFraction') !== undefined;
  const mayEnter = canEnter({ market, signal, strategy });
  const isPriced = mayEnter || isInMoney(signal.size) || signal.intent === 'modify_protection';
  const isReal = account.mode !== 'paper' && isPriced;
  const isBrought = signal.signalPrice !== undefined && !isReal && !isPriceHistory({ signal, ...alertAge(alert) });
  if (isBrought && !isCompared && !isPriceShown) return undefined;
  const asked = priceNow(exchange, market, symbol);
  return mayEnter ? asked : asked.catch(() => undefined);
}

/** Where nothing was traded for a while the book says what it may cost. */
async function priceNow(exchange: Exchange, market: Market, symbol: string): Promise<LastPrice | undefined> {
  const last = await exchange.lastPrice(market, symbol);
  if (last !== undefined) return last;
  const book = await exchange.bookTicker(market, symbol);
  return book?.ask.gt(zero) ? { price: book.ask, seenAt: book.seenAt } : undefined;
}

/** A limit on sums in USDT needs to know what an order in another quote is worth. */
async function quoteWorthFor(
  exchange: Exchange,
  { market, signal, strategy, risk, account }: DecidableExecution,
  quote: string,
): Promise<{ quoteWorth?: Decimal }> {
  const isLimited = risk.book !== undefined && strictestDecimal(risk.limits, 'maxExposure') !== undefined;
  if (account.mode === 'paper' || !isLimited || quote === VALUATION_ASSET) return {};
  if (!canEnter({ market, signal, strategy })) return {};
  const last = await priceNow(exchange, 'spot', `${quote}${VALUATION_ASSET}`);
  return last === undefined ? {} : { quoteWorth: last.price };
}

const IN_COINS: readonly SizeType[] = [...BASE_SIZES, 'pct_position', 'strategy_default'];

/** Whether an exit of that size is so much of a position as its price says; without a size of its own it is all of it. */
function isInMoney({ type }: Size): boolean {
  return !IN_COINS.includes(type);
}

/** Whatever is held: a sale on spot, and one of a strategy that is never short, at most closes. */
function canEnter({ market, signal, strategy }: Pick<DecidableExecution, 'market' | 'signal' | 'strategy'>): boolean {
  if (signal.intent === 'sell') return market !== 'spot' && strategy.sideRule !== 'long_only';
  if (signal.intent === 'buy') return strategy.sideRule !== 'short_only';
  return !isExit(signal) && !NO_ORDERS.includes(signal.intent);
}

function needsFunds({ signal, strategy }: Pick<Execution, 'signal' | 'strategy'>): boolean {
  if (signal.size.type !== 'strategy_default' && strategy.sizeFromAlert)
    return signal.isSizeMargin === true || ACCOUNT_SIZES.includes(signal.size.type);
  return ACCOUNT_SIZES.includes(strategy.sizing.type);
}

/** As its settings name it: those of a paper account do, with 1 where they are silent. */
function leverageOf({ exchange, settings }: DecidableExecution['account']): { accountLeverage?: Decimal } {
  const named = typeof settings.leverage === 'string' ? parseDecimal(settings.leverage) : undefined;
  if (named !== undefined) return { accountLeverage: named };
  return exchange === 'paper' ? { accountLeverage: one } : {};
}

/**
 * Funds of the account in `quote`. Holdings count at their last price; what has no price against `quote` counts as nothing,
 * which can only make an order smaller.
 */
async function fundsIn(
  exchange: Exchange,
  { market }: Pick<Execution, 'market'>,
  quote: string,
): Promise<{ equity: Decimal; available: Decimal }> {
  const balances = await exchange.balances(market);
  const values = await Promise.all(
    balances.map(async ({ asset, free, locked }) => {
      const price = asset === quote ? one : (await exchange.lastPrice(market, `${asset}${quote}`))?.price;
      return price === undefined ? undefined : free.plus(locked).times(price);
    }),
  );
  const own = balances.find(({ asset }) => asset === quote);
  const equity = sum(values.filter((value) => value !== undefined));
  return { equity, available: own?.free ?? zero };
}
