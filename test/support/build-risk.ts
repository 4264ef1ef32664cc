import type { RiskLimits, ScopedLimits } from '../../shared/limits/limits.ts';
import { decimal } from '../../shared/money/decimal.ts';
import type { OrderDraft } from '../../shared/orders/order.ts';
import type { Denial } from '../../shared/risk/denial.ts';
import type { RiskInput } from '../../shared/risk/risk.ts';
import type { RiskBook, Traded } from '../../shared/risk/risk-book.ts';
import { aSignal, aStrategy } from './build-signal.ts';
import { NOW } from './fixed.ts';

export const LIMIT_SUBJECTS = { user: 'usr_1', account: 'acc_1', strategy: 'str_1', symbol: 'BTCUSDT' } as const;

export function limitsOf(scope: ScopedLimits['scope'], limits: RiskLimits): ScopedLimits {
  return { scope, subject: LIMIT_SUBJECTS[scope], limits };
}

/** Where the order of `aRiskInput` would trade, unless said otherwise. */
export function traded(fields: Partial<Traded> = {}): Traded {
  return { accountId: 'acc_1', strategyId: 'str_1', market: 'usdm', symbol: 'BTCUSDT', ...fields };
}

export function aRiskBook(fields: Partial<RiskBook> = {}): RiskBook {
  return {
    version: '0',
    held: [],
    entries: [],
    recentOrders: [],
    closed: [],
    lastClosed: [],
    account: {
      since: new Date('2026-03-02T00:00:00.000Z'),
      realizedPnl: decimal('0'),
      unrealizedBefore: decimal('0'),
    },
    quoteWorth: decimal('1'),
    ...fields,
  };
}

export function anEntry(fields: Partial<OrderDraft> = {}): OrderDraft {
  return {
    market: 'usdm',
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'market',
    quantity: decimal('0.01'),
    reduceOnly: false,
    purpose: 'open',
    ...fields,
  } as OrderDraft;
}

/** An entry of 500 USDT that nothing limits. */
export function aRiskInput(fields: Partial<RiskInput> = {}): RiskInput {
  return {
    now: NOW,
    signal: aSignal(),
    accountMode: 'paper',
    strategy: aStrategy(),
    tradingState: { state: 'active' },
    order: anEntry(),
    receivedAt: NOW,
    isReplay: false,
    limits: [],
    book: aRiskBook(),
    notional: decimal('500'),
    positionNotionalAfter: decimal('500'),
    isAfterClose: false,
    orderCount: 1,
    leverage: decimal('1'),
    last: undefined,
    ...fields,
  };
}

/** A row of a table about one rule: what is given, and what of the denial is to be read; nothing where it is allowed. */
export type RuleRow = { case: string; input: Partial<RiskInput>; denied?: Partial<Denial>; words?: string };
