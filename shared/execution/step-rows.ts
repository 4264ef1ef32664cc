import type { NewId } from '../ids/new-id.ts';
import { type Decimal, print, zero } from '../money/decimal.ts';
import type { NewNotification } from '../notifications/notification.ts';
import { notificationRow } from '../notifications/notification-row.ts';
import { tellOfHalt } from '../risk/tell-of-halt.ts';
import { haltRows } from './halt-rows.ts';
import type { SignalOutcome } from './signal-outcome.ts';
import { signalRows } from './signal-rows.ts';
import type { Execution, ExecutionStep, NewOrder } from './store.ts';
import { switchRows } from './switch-rows.ts';

type Row = Record<string, unknown>;
type Input = {
  newId: NewId;
  at: Date;
  execution: Execution;
  step: ExecutionStep;
  alertOutcome: SignalOutcome | undefined;
};

/** A step as the rows that `COMMIT_STEP` takes: names as columns, decimals and instants as text. */
export function stepRows({ newId, at, execution, step, alertOutcome }: Input): Record<string, Row[]> {
  const { work, alert, account, strategy } = execution;
  const owner = { user_id: alert.userId, alert_id: alert.id };
  return {
    ...signalRows({ at, execution, step, alertOutcome }),
    new_orders: (step.newOrders ?? []).map(orderRow),
    updates: (step.updates ?? []).map(({ orderId, update }) => ({
      id: orderId,
      status: update.status,
      reason: update.reason,
      updated_at: update.updatedAt,
      exchange_order_id: update.exchangeOrderId,
      filled_quantity: text(update.filledQuantity),
      average_price: text(update.averagePrice),
    })),
    new_fills: (step.newFills ?? []).map(fillRow),
    positions: (step.positions ?? []).map((position) => ({
      id: position.id,
      user_id: alert.userId,
      account_id: account.id,
      strategy_id: strategy.id,
      market: position.market,
      symbol: position.symbol,
      quantity: print(position.quantity),
      entry_notional: print(position.entryNotional),
      realized_pnl: print(position.realizedPnl),
      commission: print(position.commission),
      opened_at: position.openedAt,
      updated_at: position.updatedAt,
      closed_at: position.closedAt,
      left_quantity: print(position.leftQuantity ?? zero),
    })),
    events: step.events.map(({ name, detail, orderId }) => ({
      ...owner,
      id: newId('evt'),
      step: work.step,
      order_id: orderId,
      name,
      detail,
      at,
    })),
    ...auditedRows({ newId, at, execution, step }),
    notifications: notificationsOf(execution, step).map((told) =>
      notificationRow({ ...told, id: newId('ntf'), userId: alert.userId, createdAt: at }),
    ),
    ...protectionRows(newId, at, execution, step),
  };
}

/** What is audited, and the entries of it. */
function auditedRows({ newId, at, execution, step }: Omit<Input, 'alertOutcome'>): Record<string, Row[]> {
  const { audit: halts = [], ...halted } = haltRows(newId, execution, step);
  const { audit: switches = [], ...switched } = switchRows({ newId, at, execution, step });
  return { ...halted, ...switched, audit: [...halts, ...switches] };
}

/** What the step itself tells, and the account that it stops; the latter is kept only if it was not stopped before. */
function notificationsOf(
  { alert, account, strategy }: Execution,
  { notifications = [], halt }: ExecutionStep,
): NewNotification[] {
  const about = { accountId: account.id, strategyId: strategy.id, alertId: alert.id };
  return [...notifications, ...list(halt).map(tellOfHalt)].map((told) => ({ ...about, ...told }));
}

function protectionRows(newId: NewId, at: Date, execution: Execution, step: ExecutionStep): Record<string, Row[]> {
  const { work, alert, account, market, symbol } = execution;
  const { newProtection, protection, isProtectionLost } = step;
  return {
    lost_protection: isProtectionLost ? [{}] : [],
    new_protections: list(newProtection).map(({ positionId, side, plan, isBreakEvenReached = false }) => ({
      ...{ id: newId('prt'), user_id: alert.userId, account_id: account.id, market, symbol, side },
      ...{ alert_id: alert.id, step: work.step, position_id: positionId, plan, is_break_even: isBreakEvenReached },
      ...{ created_at: at, updated_at: at },
    })),
    protections: list(protection).map((kept) => ({
      id: kept.id,
      is_break_even: kept.isBreakEvenReached,
      unprotected_since: kept.unprotectedSince,
      is_alarm_told: kept.isAlarmTold,
      reason: kept.reason,
      updated_at: at,
      ended_at: kept.endedAt,
    })),
  };
}

function orderRow(order: NewOrder): Row {
  return {
    id: order.id,
    user_id: order.userId,
    account_id: order.accountId,
    strategy_id: order.strategyId,
    alert_id: order.alertId,
    signal_id: order.signalId,
    step: order.step,
    client_order_id: order.clientOrderId,
    market: order.market,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    purpose: order.purpose,
    reduce_only: order.reduceOnly,
    quantity: print(order.quantity),
    price: 'price' in order ? print(order.price) : null,
    time_in_force: order.type === 'limit' ? order.timeInForce : null,
    post_only: order.type === 'limit' ? order.postOnly : null,
    reference_price: text(order.referencePrice),
    notional: print(order.notional),
    tag: order.tag,
    leverage: text(order.leverage),
    stop_price: 'stopPrice' in order ? print(order.stopPrice) : null,
    callback_bps: order.type === 'trailing_stop' ? order.callbackBps : null,
    activation_price: order.type === 'trailing_stop' ? text(order.activationPrice) : null,
    protects_level: order.protects?.level,
    pair_id: order.protects?.pairId,
    status: order.status,
    created_at: order.createdAt,
    submitted_at: order.submittedAt,
    updated_at: order.updatedAt,
  };
}

function fillRow({ id, order, fill, netPnl }: NonNullable<ExecutionStep['newFills']>[number]): Row {
  return {
    id,
    user_id: order.userId,
    account_id: order.accountId,
    order_id: order.id,
    market: order.market,
    symbol: order.symbol,
    exchange_trade_id: fill.exchangeTradeId,
    side: order.side,
    price: print(fill.price),
    quantity: print(fill.quantity),
    commission: print(fill.commission),
    commission_asset: fill.commissionAsset,
    net_pnl: print(netPnl),
    filled_at: fill.filledAt,
  };
}

function list<Item>(item: Item | undefined): Item[] {
  return item === undefined ? [] : [item];
}

function text(value: Decimal | undefined): string | undefined {
  return value && print(value);
}
