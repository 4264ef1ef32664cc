import type { Exchange, PlaceOutcome } from '../exchanges/exchange.ts';
import type { NewId } from '../ids/new-id.ts';
import { one } from '../money/decimal.ts';
import { isResting, isUnsettled, type Order } from '../orders/order.ts';
import { backOffMs } from '../queue/back-off.ts';
import type { Lease } from '../queue/work.ts';
import { checkStanding } from '../risk/check-order.ts';
import type { Clock } from '../time/clock.ts';
import { alertAge } from './alert-age.ts';
import { commitChange } from './commit-change.ts';
import type { OrderChange } from './order-change.ts';
import { outcomeChange } from './outcome-change.ts';
import type { Execution, ExecutionStore } from './store.ts';

export type PlaceOrderDeps = { executions: ExecutionStore; now: Clock; newId: NewId };

export type PlaceOrderInput = {
  execution: Execution;
  lease: Lease;
  order: Order;
  /** Committed as `submitting` a moment ago by this very worker, and never sent. */
  isUnasked: boolean;
};

/** `isOver`: the signal has come to something, and its work is done. */
export type Placed = { execution: Execution; isOver: boolean; retry?: { delayMs: number; reason: string } };

const RETRY = { firstMs: 500, mostMs: 15_000 };
/** Entries end sooner, by the age of their alert; an exit is worth asking for this long. */
const MAX_ATTEMPTS = 240;

/**
 * Takes one order a step further: sends it, or finds out what became of it. An order that may have been sent is looked up,
 * and sent again under the same id only when the exchange is certain never to have had it.
 */
export async function placeOrder(deps: PlaceOrderDeps, exchange: Exchange, input: PlaceOrderInput): Promise<Placed> {
  const { order } = input;
  if (input.isUnasked) return send(deps, exchange, input);
  if (order.status === 'planned') return submit(deps, exchange, input);
  if (isUnsettled(order.status) || isResting(order.status)) return findOut(deps, exchange, input);
  return { execution: input.execution, isOver: false };
}

/**
 * What was allowed when it was decided may be forbidden by now: trading halted meanwhile, or the alert grown old. Figures are
 * not asked about again: the order has counted since it was decided.
 */
async function submit(deps: PlaceOrderDeps, exchange: Exchange, input: PlaceOrderInput): Promise<Placed> {
  const refusal = refusalNow(deps, input);
  if (refusal !== undefined) return keep(deps, input, { kind: 'gave_up', reason: refusal });
  const execution = await commitChange(deps, input, { kind: 'submitting' });
  return send(deps, exchange, { ...input, execution: execution.after });
}

function refusalNow(deps: PlaceOrderDeps, { execution, order }: PlaceOrderInput): string | undefined {
  if (execution.work.attempts >= MAX_ATTEMPTS) return `The exchange could not be asked in ${MAX_ATTEMPTS} attempts`;
  const denial = checkStanding({
    now: deps.now(),
    signal: execution.signal,
    strategy: execution.strategy,
    accountMode: execution.account.mode,
    tradingState: execution.tradingState,
    comparedAt: execution.risk.comparedAt,
    order,
    limits: execution.risk.limits,
    book: execution.risk.book,
    ...alertAge(execution.alert),
  });
  return denial && `${denial.rule}: ${denial.reason}`;
}

async function send(deps: PlaceOrderDeps, exchange: Exchange, input: PlaceOrderInput): Promise<Placed> {
  const unprepared = await prepare(exchange, input);
  if (unprepared !== undefined) return keep(deps, input, unprepared);
  return keep(deps, input, outcomeChange(await ask(exchange, input.order)));
}

/**
 * An entry on USD-M was sized with a leverage, and is margined as its strategy says: the exchange has to have both before it takes
 * the order. @returns what
 * becomes of the order when it has not: it was certainly not sent
 */
async function prepare(exchange: Exchange, { order, execution }: PlaceOrderInput): Promise<OrderChange | undefined> {
  const isEntry = order.purpose === 'open' || order.purpose === 'add';
  if (!isEntry || order.market !== 'usdm' || !exchange.capabilities.symbolSettings) return undefined;
  const leverage = Number((order.leverage ?? one).toFixed(0));
  try {
    const { marginType } = execution.strategy;
    const settings = { leverage, ...(marginType === 'account' ? {} : { marginType }) };
    const prepared = await exchange.prepareSymbol(order.market, order.symbol, settings);
    return prepared.status === 'ready'
      ? undefined
      : { kind: 'rejected', code: prepared.code, message: prepared.message };
  } catch (error) {
    return { kind: 'postponed', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A port that throws has not told us that nothing happened. */
async function ask(exchange: Exchange, order: Order): Promise<PlaceOutcome> {
  try {
    return await exchange.place(order);
  } catch (error) {
    return { status: 'unknown', message: error instanceof Error ? error.message : String(error) };
  }
}

async function findOut(deps: PlaceOrderDeps, exchange: Exchange, input: PlaceOrderInput): Promise<Placed> {
  const { order } = input;
  const found = await exchange.lookUp(order.market, order.symbol, order.clientOrderId, order.submittedAt);
  if (found.status === 'found') return keep(deps, input, { kind: 'answered', order: found.order });
  if (!found.isFinal) return later(input, 'The exchange does not know the order yet');
  if (order.exchangeOrderId !== undefined) return missTaken(deps, input);
  // Committed as `submitting` anew: the next look-up has to count its patience from this sending, not from the first.
  return submit(deps, exchange, input);
}

/** What the exchange said it took is never sent again, however little it knows of it now. */
async function missTaken(deps: PlaceOrderDeps, input: PlaceOrderInput): Promise<Placed> {
  const reason = 'The exchange took the order, and does not know it now';
  if (input.execution.work.attempts < MAX_ATTEMPTS) return later(input, reason);
  return keep(deps, input, { kind: 'gave_up', reason });
}

async function keep(deps: PlaceOrderDeps, input: PlaceOrderInput, change: OrderChange): Promise<Placed> {
  const { after, isOver } = await commitChange(deps, input, change);
  const order = after.orders.find(({ id }) => id === input.order.id) ?? input.order;
  if (isOver || order.status === 'filled') return { execution: after, isOver };
  const retryAfterMs = change.kind === 'postponed' ? change.retryAfterMs : undefined;
  return later({ ...input, execution: after }, order.reason ?? `The order is ${order.status}`, retryAfterMs);
}

/** As the exchange says, where it says so; else later each time. */
function later({ execution }: PlaceOrderInput, reason: string, retryAfterMs?: number): Placed {
  const delayMs = retryAfterMs ?? backOffMs(execution.work.attempts, RETRY);
  return { execution, isOver: false, retry: { delayMs, reason } };
}
