import type { Account } from '../../shared/accounts/account.ts';
import type { SymbolRules } from '../../shared/exchanges/symbol-rules.ts';
import type { DecisionInput } from '../../shared/execution/decision.ts';
import { type Decimal, decimal } from '../../shared/money/decimal.ts';
import type { Position } from '../../shared/positions/position.ts';
import { limitsFor, NO_ENTRIES, type RiskContext } from '../../shared/risk/risk-context.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import type { Strategy } from '../../shared/strategies/strategy.ts';
import { NOW } from './fixed.ts';

export function aSignal(fields: Partial<Signal> = {}): Signal {
  return {
    dialect: 'generic',
    step: 1,
    of: 1,
    delaySeconds: 0,
    symbol: 'BTCUSDT',
    intent: 'buy',
    size: { type: 'base', value: decimal('0.01') },
    reduceOnly: false,
    orderType: 'market',
    takeProfits: [],
    cancelFirst: false,
    signalPrice: decimal('50000'),
    dryRun: false,
    extras: {},
    ...fields,
  };
}

export function aStrategy(fields: Partial<Strategy> = {}): Strategy {
  return {
    id: 'str_1',
    userId: 'usr_1',
    accountId: 'acc_1',
    name: 'demo',
    status: 'enabled',
    mode: 'paper',
    defaultMarket: 'usdm',
    sideRule: 'both',
    onDifference: 'tell',
    marginType: 'account',
    sizing: { type: 'quote', value: decimal('100') },
    sizeFromAlert: true,
    onDrift: 'sync',
    driftAnswerSeconds: 300,
    symbolMap: {},
    readSettings: {},
    dialects: [],
    limits: {},
    hookTokenHint: 'abcd',
    createdAt: NOW,
    updatedAt: NOW,
    ...fields,
  };
}

export function anAccount(fields: Partial<Account> = {}): Account {
  return {
    id: 'acc_1',
    userId: 'usr_1',
    exchange: 'paper',
    mode: 'paper',
    name: 'paper',
    settings: {},
    createdAt: NOW,
    ...fields,
  };
}

export const BTCUSDT: SymbolRules = {
  market: 'usdm',
  symbol: 'BTCUSDT',
  base: 'BTC',
  quote: 'USDT',
  tickSize: decimal('0.1'),
  stepSize: decimal('0.001'),
  minQuantity: decimal('0.001'),
  maxQuantity: decimal('1000'),
  minNotional: decimal('5'),
};

/** Signed: "-0.5" is short. */
export function aPosition(quantity: string, fields: Partial<Position> = {}): Position {
  const held: Decimal = decimal(quantity);
  return {
    market: 'usdm',
    symbol: 'BTCUSDT',
    quantity: held,
    entryNotional: held.abs().times('50000'),
    realizedPnl: decimal('0'),
    commission: decimal('0'),
    openedAt: NOW,
    updatedAt: NOW,
    ...fields,
  };
}

/** The strategy's own limits and nothing else. */
export function aRiskContext(strategy: Strategy = aStrategy(), fields: Partial<RiskContext> = {}): RiskContext {
  return { tradingVersion: '0', limits: limitsFor(strategy, []), book: undefined, openEntries: NO_ENTRIES, ...fields };
}

export function aDecisionInput(fields: Partial<DecisionInput> = {}): DecisionInput {
  return {
    risk: aRiskContext(fields.strategy),
    now: NOW,
    signal: aSignal(),
    strategy: aStrategy(),
    accountMode: 'paper',
    tradingState: { state: 'active' },
    receivedAt: NOW,
    isReplay: false,
    market: 'usdm',
    symbol: 'BTCUSDT',
    rules: BTCUSDT,
    takesConditional: true,
    nearestSymbols: [],
    position: undefined,
    lastPrice: undefined,
    ...fields,
  };
}
