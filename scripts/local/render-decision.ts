import type { Preview } from './render-preview.ts';

type Decision = NonNullable<Preview['steps'][number]['decision']>;
type Order = Decision['orders'][number];
type Canceled = NonNullable<Preview['steps'][number]['cancels']>[number];
type Protection = NonNullable<Decision['protection']>;

/** What one decision comes to: a line for each order, and for each that will protect it. */
export function renderDecision(decision: Decision, quote: string): string[] {
  const { kind, orders, denial, deniedOrder, heldOrder, drift, protection, command, reason } = decision;
  const differs = drift === undefined ? [] : [`    ${drift.reason}`];
  if (kind === 'no_op' || kind === 'stopped') return [`    nothing is sent: ${reason}`, ...differs];
  if (kind === 'command') return [`    ${command}`];
  const sent = orders.flatMap((order, at) => renderOrder(order, quote, String(at + 1)));
  const denied = denial === undefined ? [] : [`    DENIED by ${denial.rule}${ofScope(denial)}: ${denial.reason}`];
  const wanted = deniedOrder === undefined ? [] : renderOrder(deniedOrder, quote, 'it was');
  const waits = heldOrder === undefined ? [] : renderOrder(heldOrder, quote, 'waits');
  const guarded = protection === undefined ? [] : renderProtection(protection);
  return [...sent, ...guarded, ...denied, ...wanted, ...waits, ...differs];
}

/** An order that rests, and would not any more. */
export function renderCanceled({ side, quantity, price, stopPrice, purpose, id }: Canceled): string[] {
  const where = [stopPrice && `at ${stopPrice}`, price && `limit ${price}`].filter(Boolean).join(', ') || 'market';
  return [`    cancels ${side.toUpperCase()} ${quantity} to ${purpose}, ${where} (${id})`];
}

function ofScope({ scope, halts }: NonNullable<Decision['denial']>): string {
  const whose = scope === undefined ? '' : ` of the ${scope}`;
  return halts === undefined ? whose : `${whose}, and the account goes ${halts}`;
}

function renderOrder(order: Order, quote: string, name: string): string[] {
  const { side, quantity, wantedQuantity, purpose, notional, commission, leverage } = order;
  const rounded = quantity === wantedQuantity ? '' : ` of ${shorter(wantedQuantity)}`;
  const where = waitsFor(order);
  const cost = `${notional} ${quote}, commission ${commission.quantity}`;
  const margin = leverage === undefined ? '' : `, leverage ${leverage}`;
  return [`    ${name.padEnd(8)}${side.toUpperCase()} ${quantity}${rounded} to ${purpose}, ${where}: ${cost}${margin}`];
}

function waitsFor(order: Order): string {
  const { price, limitPrice, stopPrice, callbackPercent } = order;
  if (callbackPercent !== undefined) return whereOf(order);
  if (stopPrice === undefined) return limitPrice === undefined ? `market, about ${price}` : `limit ${limitPrice}`;
  return limitPrice === undefined ? whereOf(order) : `at ${stopPrice}, then limit ${limitPrice}`;
}

const SHOWN_DIGITS = 10;

function shorter(figure: string): string {
  const [whole = '', digits = ''] = figure.split('.');
  return digits.length > SHOWN_DIGITS ? `${whole}.${digits.slice(0, SHOWN_DIGITS)}…` : figure;
}

function renderProtection({ orders, unprotected, breakEven }: Protection): string[] {
  const legs = orders.map((leg) => {
    const pair = leg.pair === undefined ? '' : `, pair ${leg.pair}`;
    return `    ${nameOf(leg).padEnd(8)}${leg.side.toUpperCase()} ${leg.quantity} ${whereOf(leg)}${pair}`;
  });
  const missing = unprotected.map((one) => `    ${nameOf(one).padEnd(8)}CANNOT STAND: ${one.reason}`);
  const even =
    breakEven?.stopPrice === undefined
      ? []
      : [`    ${''.padEnd(8)}at ${breakEven.triggerPrice} the stop moves to ${breakEven.stopPrice}`];
  return [...legs, ...even, ...missing];
}

function nameOf({ role, level }: Pick<Protection['orders'][number], 'role' | 'level'>): string {
  return role === 'stop' ? 'stop' : `target${level}`;
}

type Terms = Pick<Protection['orders'][number], 'stopPrice' | 'limitPrice' | 'callbackPercent' | 'activationPrice'>;

function whereOf({ stopPrice, limitPrice, callbackPercent, activationPrice }: Terms): string {
  if (callbackPercent !== undefined)
    return `${callbackPercent} % behind the price${activationPrice === undefined ? '' : ` from ${activationPrice}`}`;
  return stopPrice === undefined ? `limit ${limitPrice}` : `at ${stopPrice}, then at the market`;
}
