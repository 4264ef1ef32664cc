import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../shared/exchanges/exchange.ts';
import { decideAtMarket } from '../../../shared/execution/decide-at-market.ts';
import { type DecidableExecution, gatherDecisionInput } from '../../../shared/execution/gather-decision-input.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import { aRiskBook, limitsOf } from '../../support/build-risk.ts';
import { aDecisionInput, aPosition, aSignal, BTCUSDT } from '../../support/build-signal.ts';
import { fixedClock, NOW } from '../../support/fixed.ts';
import { ledgerExchange } from '../../support/ledger-exchange.ts';

function anExecution(fields: Partial<DecidableExecution> = {}): DecidableExecution {
  const { market, symbol, strategy, tradingState, risk } = aDecisionInput();
  return {
    ...{ market, symbol, strategy, tradingState, risk, signal: aSignal(), position: undefined },
    account: { exchange: 'binance', mode: 'testnet', settings: {} },
    alert: { receivedAt: NOW, source: 'webhook' },
    ...fields,
  };
}

const onPaper = { exchange: 'paper', mode: 'paper', settings: {} } as const;

function market(isAway = false) {
  let questions = 0;
  const exchange: Exchange = {
    ...ledgerExchange(),
    async lastPrice() {
      questions += 1;
      if (isAway) throw new Error('away');
      return { price: decimal('50000'), seenAt: NOW };
    },
  };
  return { deps: { exchange, now: fixedClock() }, questions: () => questions };
}

const { risk } = anExecution();
const unpriced = { signalPrice: undefined };
type Row = { case: string; asked: number; execution?: Partial<DecidableExecution>; isPriceShown?: boolean };

describe('gatherDecisionInput()', () => {
  it.each<Row>([
    { case: 'an alert to paper that brings its price', asked: 0, execution: { account: onPaper } },
    { case: 'an entry of a real market, whatever price its alert brings', asked: 1 },
    { case: 'an exit that brings its price', asked: 0, execution: { signal: aSignal({ intent: 'flat' }) } },
    {
      case: 'an exit of so much money',
      asked: 1,
      execution: { signal: aSignal({ intent: 'reduce', size: { type: 'quote', value: decimal('100') } }) },
    },
    {
      case: 'levels that are moved',
      asked: 1,
      execution: { signal: aSignal({ intent: 'modify_protection' }) },
    },
    { case: 'an alert without a price', asked: 1, execution: { signal: aSignal(unpriced) } },
    { case: 'a step with a delay', asked: 1, execution: { signal: aSignal({ delaySeconds: 60 }) } },
    { case: 'a replay', asked: 1, execution: { alert: { receivedAt: NOW, source: 'replay' } } },
    {
      case: 'an alert that is held against the market',
      asked: 1,
      execution: {
        risk: { ...risk, limits: [limitsOf('user', { maxPriceDeviationFraction: decimal('0.01') })] },
      },
    },
    { case: 'a price that is shown', asked: 1, isPriceShown: true },
  ])('asks for the last price $asked times for $case', async ({ asked, execution, isPriceShown = false }) => {
    const { deps, questions } = market();
    const input = await gatherDecisionInput({ ...deps, isPriceShown }, anExecution(execution));
    expect(questions()).toBe(asked);
    expect(input.lastPrice?.toFixed()).toBe(asked === 0 ? undefined : '50000');
  });

  it.each<{ case: string; execution: Partial<DecidableExecution> }>([
    { case: 'an exit', execution: { signal: aSignal({ intent: 'flat', ...unpriced }) } },
    { case: 'a sale on spot', execution: { market: 'spot', signal: aSignal({ intent: 'sell', ...unpriced }) } },
    {
      case: 'a sale of a strategy that is never short',
      execution: {
        signal: aSignal({ intent: 'sell', ...unpriced }),
        strategy: { ...anExecution().strategy, sideRule: 'long_only' },
      },
    },
  ])('decides on $case without a price while the exchange cannot be asked', async ({ execution }) => {
    const { deps } = market(true);
    const input = await gatherDecisionInput(deps, anExecution(execution));
    expect(input.lastPrice).toBeUndefined();
  });

  it('reads the book where nothing was traded for a while', async () => {
    const { deps } = market();
    const quantity = decimal('1');
    deps.exchange.lastPrice = async () => undefined;
    deps.exchange.bookTicker = async () => ({
      ...{ bid: decimal('49990'), bidQuantity: quantity, ask: decimal('50010'), askQuantity: quantity, seenAt: NOW },
    });
    expect((await gatherDecisionInput(deps, anExecution())).lastPrice?.toFixed()).toBe('50010');
  });

  it.each([
    { case: 'an entry that counts for a limit on exposure', limits: { maxExposure: decimal('1') }, asked: true },
    { case: 'an entry that counts for none', limits: { maxOpenPositions: 1 }, asked: false },
  ])('asks what the quote asset is worth for $case: $asked', async ({ limits, asked }) => {
    const { deps } = market();
    const { exchange } = deps;
    exchange.symbolRules = async (where, symbol) => ({ ...BTCUSDT, market: where, symbol, base: 'ETH', quote: 'BTC' });
    exchange.lastPrice = async (where, symbol) => ({
      price: decimal(`${where} ${symbol}` === 'spot BTCUSDT' ? '60000' : '0.05'),
      seenAt: NOW,
    });
    const input = await gatherDecisionInput(
      deps,
      anExecution({ symbol: 'ETHBTC', risk: { ...risk, book: aRiskBook(), limits: [limitsOf('user', limits)] } }),
    );
    expect(input.quoteWorth?.toFixed()).toBe(asked ? '60000' : undefined);
  });

  it('decides on no entry without its price while the exchange cannot be asked', async () => {
    const { deps } = market(true);
    const entry = anExecution({ signal: aSignal({ intent: 'buy' }) });
    await expect(gatherDecisionInput(deps, entry)).rejects.toThrow('away');
  });
});

describe('decideAtMarket()', () => {
  const wrong = aSignal({ intent: 'flat', signalPrice: decimal('0.01') });

  it('asks the market before an exit is stopped by a price that its alert has wrong', async () => {
    const { deps, questions } = market();
    const decision = await decideAtMarket(
      deps,
      anExecution({ market: 'spot', signal: wrong, position: aPosition('0.01') }),
    );
    expect(decision).toMatchObject({ kind: 'orders', orders: [{ draft: { purpose: 'close' } }] });
    expect(questions()).toBe(1);
  });

  it('tells what stops it when the market cannot be asked', async () => {
    const { deps } = market(true);
    const decision = await decideAtMarket(
      deps,
      anExecution({ market: 'spot', signal: wrong, position: aPosition('0.01') }),
    );
    expect(decision).toMatchObject({ kind: 'denied', denial: { rule: 'min_notional' } });
  });

  it('asks for no price where nothing is stopped', async () => {
    const { deps, questions } = market();
    const decision = await decideAtMarket(
      deps,
      anExecution({ signal: aSignal({ intent: 'flat' }), position: aPosition('0.01') }),
    );
    expect(decision.kind).toBe('orders');
    expect(questions()).toBe(0);
  });
});
