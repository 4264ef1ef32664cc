import type { Exchange } from '../exchanges/exchange.ts';
import { type Decimal, decimal, one, sum, zero } from '../money/decimal.ts';
import type { Position } from '../positions/position.ts';
import type { Clock } from '../time/clock.ts';
import type { DecisionInput } from './decision.ts';
import type { Execution } from './store.ts';

const NEAREST_SYMBOLS = 3;
/** Commission comes on top of the notional: 100 % of what is available must still be payable. */
const SPENDABLE = decimal('0.998');

/** What deciding reads of an execution; a preview has no more than that. */
export type DecidableExecution = Pick<Execution, 'signal' | 'market' | 'symbol' | 'strategy' | 'tradingState'> & {
  alert: Pick<Execution['alert'], 'receivedAt' | 'source'>;
  position: Position | undefined;
};

/** Asks the exchange what deciding needs to know of it; the rest is in the execution already. */
export async function gatherDecisionInput(
  deps: { exchange: Exchange; now: Clock },
  execution: DecidableExecution,
): Promise<DecisionInput> {
  const { market, symbol, signal } = execution;
  const [rules, last] = await Promise.all([
    deps.exchange.symbolRules(market, symbol),
    deps.exchange.lastPrice(market, symbol),
  ]);
  return {
    now: deps.now(),
    signal,
    strategy: execution.strategy,
    tradingState: execution.tradingState,
    receivedAt: execution.alert.receivedAt,
    isReplay: execution.alert.source === 'replay',
    market,
    symbol,
    rules,
    nearestSymbols: rules === undefined ? await deps.exchange.nearestSymbols(market, symbol, NEAREST_SYMBOLS) : [],
    position: execution.position,
    lastPrice: last?.price,
    ...(rules !== undefined && needsFunds(execution) ? await fundsIn(deps.exchange, execution, rules.quote) : {}),
  };
}

function needsFunds({ signal, strategy }: Pick<Execution, 'signal' | 'strategy'>): boolean {
  const sizes = strategy.sizeFromAlert ? [signal.size.type, strategy.sizing.type] : [strategy.sizing.type];
  return sizes.some((type) => type === 'pct_equity' || type === 'pct_available');
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
  return { equity, available: (own?.free ?? zero).times(SPENDABLE) };
}
