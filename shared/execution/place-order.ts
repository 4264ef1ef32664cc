import type { Exchange, PlaceOutcome } from '../exchanges/exchange.ts';
import { isResting, isUnsettled, type Order } from '../orders/order.ts';
import { backOffMs } from '../queue/back-off.ts';
import type { Lease } from '../queue/work.ts';
import { checkStanding } from '../risk/check-order.ts';
import { alertAge } from './alert-age.ts';
import { type CommitChangeDeps, commitChange } from './commit-change.ts';
import type { OrderChange } from './order-change.ts';
import { outcomeChange } from './outcome-change.ts';
import { prepareOrder } from './prepare-order.ts';
import type { Execution } from './store.ts';

export type PlaceOrderDeps = CommitChangeDeps;

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
/** The exchange takes an order within five seconds of when it was written down; this leaves it most of them. */
const FRESH_MS = 1_000;
const MAX_TURNS = 8;

/**
 * Takes one order a step further: sends it, or finds out what became of it. An order that may have been sent is looked up,
 * and sent again under the same id only when the exchange is certain never to have had it.
 */
export async function placeOrder(deps: PlaceOrderDeps, exchange: Exchange, input: PlaceOrderInput): Promise<Placed> {
  const { order } = input;
  if (input.isUnasked) return sendDecided(deps, exchange, input);
  if (order.status === 'planned') return submit(deps, exchange, input);
  if (isUnsettled(order.status) || isResting(order.status)) return findOut(deps, exchange, input);
  return { execution: input.execution, isOver: false };
}

async function submit(deps: PlaceOrderDeps, exchange: Exchange, input: PlaceOrderInput): Promise<Placed> {
  const refusal = refusalNow(deps, input);
  if (refusal !== undefined) return keep(deps, input, { kind: 'gave_up', reason: refusal });
  const unprepared = await prepareOrder(exchange, input);
  if (unprepared !== undefined) return keep(deps, input, unprepared);
  return writeAndSend(deps, exchange, input);
}

/** What was decided a moment ago goes as it was written down then, unless preparing it took its time. */
async function sendDecided(deps: PlaceOrderDeps, exchange: Exchange, input: PlaceOrderInput): Promise<Placed> {
  const unprepared = await prepareOrder(exchange, input);
  if (unprepared !== undefined) return keep(deps, input, unprepared);
  const { submittedAt } = input.order;
  const isFresh = submittedAt !== undefined && deps.now().getTime() - submittedAt.getTime() <= FRESH_MS;
  return isFresh ? send(deps, exchange, input) : writeAndSend(deps, exchange, input);
}

/**
 * Writes down that the order is sent, and sends it: look-ups count their patience from then. What was allowed when an entry was
 * decided may be forbidden by now, and is asked about with what is known at the very last: trading halted, the alert grown old, a
 * loss made by what was closed before it. Other figures are not asked about again: the order has counted since it was decided.
 */
async function writeAndSend(deps: PlaceOrderDeps, exchange: Exchange, input: PlaceOrderInput): Promise<Placed> {
  for (let turn = 0; turn < MAX_TURNS; turn += 1) {
    const now = input.order.reduceOnly ? input : await asOfNow(deps, input);
    const refusal = refusalNow(deps, now);
    if (refusal !== undefined) return keep(deps, now, { kind: 'gave_up', reason: refusal });
    const { tradingVersion } = now.execution.risk;
    const fence = now.order.reduceOnly ? undefined : { tradingVersion };
    const { after, isKept } = await commitChange(deps, now, { kind: 'submitting' }, fence);
    if (isKept) return send(deps, exchange, { ...now, execution: after, order: orderIn(after, now.order) });
  }
  return later(input, 'What trading is allowed changed each time');
}

async function asOfNow({ executions }: PlaceOrderDeps, input: PlaceOrderInput): Promise<PlaceOrderInput> {
  const execution = (await executions.load(input.execution.work)) ?? input.execution;
  return { ...input, execution };
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
  return keep(deps, input, outcomeChange(await ask(exchange, input.order)));
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
  const order = orderIn(after, input.order);
  if (isOver || order.status === 'filled') return { execution: after, isOver };
  const retryAfterMs = change.kind === 'postponed' ? change.retryAfterMs : undefined;
  return later({ ...input, execution: after }, order.reason ?? `The order is ${order.status}`, retryAfterMs);
}

function orderIn({ orders }: Execution, { id, ...rest }: Order): Order {
  return orders.find((one) => one.id === id) ?? { id, ...rest };
}

/** As the exchange says, where it says so; else later each time. */
function later({ execution }: PlaceOrderInput, reason: string, retryAfterMs?: number): Placed {
  const delayMs = retryAfterMs ?? backOffMs(execution.work.attempts, RETRY);
  return { execution, isOver: false, retry: { delayMs, reason } };
}
