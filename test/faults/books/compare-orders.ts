import { decimal, zero } from '../../../shared/money/decimal.ts';
import type { LedgerConditional, LedgerOrder } from '../../support/binance/ledger.ts';
import type { OurBooks, OurFill, OurOrder } from './our-books.ts';
import type { TheirBooks } from './their-books.ts';

export type Findings = { doubled: string[]; lost: string[]; mismatched: string[]; unfinished: string[] };

const STANDING = ['NEW', 'PARTIALLY_FILLED', 'PENDING_NEW', 'TRIGGERING'];
const UNSETTLED = ['planned', 'submitting', 'unknown'];
const RESTING = ['open', 'partially_filled'];

type Theirs = { orders: LedgerOrder[]; conditionals: LedgerConditional[] };

/** Order by order: each of ours is on the exchange as often and as far as we believe, and none is there that we do not know. */
export function compareOrders(ours: OurBooks, theirs: TheirBooks, findings: Findings): void {
  const orders = Map.groupBy(theirs.orders, ({ clientOrderId, clientAlgoId }) => clientAlgoId ?? clientOrderId);
  const conditionals = Map.groupBy(theirs.conditionals, ({ clientAlgoId }) => clientAlgoId);
  const fills = Map.groupBy(ours.fills, (fill) => fill.client_order_id);
  for (const order of ours.orders) {
    const id = order.client_order_id;
    const found = { orders: orders.get(id) ?? [], conditionals: conditionals.get(id) ?? [] };
    compareOrder(order, found, findings);
    compareFills(order, fills.get(id) ?? [], found.orders, findings);
  }
  const known = new Set(ours.orders.map((order) => order.client_order_id));
  for (const [id, strangers] of [...orders, ...conditionals])
    if (!known.has(id)) findings.mismatched.push(`the exchange has ${describe(strangers[0])} ${id}, which is not ours`);
}

function compareOrder(order: OurOrder, theirs: Theirs, findings: Findings): void {
  const name = `order ${order.id} (${order.purpose} ${order.side} ${order.quantity} ${order.symbol} ${order.market} ${order.type})`;
  if (UNSETTLED.includes(order.status)) findings.unfinished.push(`${name} is ${order.status}: ${order.reason}`);
  for (const [what, all] of Object.entries(theirs))
    if (all.length > 1) findings.doubled.push(`${name} is on the exchange ${all.length} times in ${what}`);
  const statuses = [...theirs.orders, ...theirs.conditionals].map(({ status }) => status);
  const stands = statuses.some((status) => STANDING.includes(status));
  const executed = theirs.orders.reduce((sum, { executedQuantity }) => sum.plus(decimal(executedQuantity)), zero);
  if (!executed.eq(decimal(order.filled_quantity)))
    findings.mismatched.push(`${name} has filled ${order.filled_quantity}, on the exchange ${executed.toFixed()}`);
  if (RESTING.includes(order.status) !== stands && !UNSETTLED.includes(order.status))
    findings.mismatched.push(
      `${name} is ${order.status} (${order.reason}), on the exchange ${statuses.join(', ') || 'never there'}`,
    );
  if (order.status === 'filled' && !statuses.includes('FILLED'))
    findings.lost.push(`${name} is filled, on the exchange ${statuses.join(', ') || 'never there'}`);
}

function compareFills(order: OurOrder, ours: readonly OurFill[], theirs: LedgerOrder[], findings: Findings): void {
  const left = new Map(ours.map((fill) => [fill.exchange_trade_id, fill]));
  if (left.size !== ours.length) findings.doubled.push(`order ${order.id} has a fill twice`);
  for (const trade of theirs.flatMap(({ trades }) => trades)) {
    const fill = left.get(String(trade.id));
    left.delete(String(trade.id));
    if (fill === undefined) findings.lost.push(`trade ${trade.id} of order ${order.id} is not in our fills`);
    else if (!isSame(fill, trade))
      findings.mismatched.push(
        `fill ${trade.id} of order ${order.id} is ${show(fill)}, on the exchange ${show(trade)}`,
      );
  }
  for (const id of left.keys()) findings.mismatched.push(`fill ${id} of order ${order.id} is not on the exchange`);
}

type Told = { price: string; quantity: string; commission: string };

const isSame = (one: Told, other: Told): boolean =>
  decimal(one.price).eq(decimal(other.price)) &&
  decimal(one.quantity).eq(decimal(other.quantity)) &&
  decimal(one.commission).eq(decimal(other.commission));

const show = ({ price, quantity, commission }: Told): string => `${quantity} at ${price}, commission ${commission}`;

const describe = (one: LedgerOrder | LedgerConditional | undefined): string =>
  one === undefined ? '' : `a ${one.status} ${one.side} ${one.type} of ${one.quantity ?? 'all'} ${one.symbol}`;
