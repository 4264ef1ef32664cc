import { decimal, floorToStep, zero } from '../../../../shared/money/decimal.ts';
import { writtenPlaces } from '../protocol/amounts.ts';
import {
  invalidOrderType,
  invalidSide,
  invalidTimeInForce,
  missingEither,
  missingParameter,
  notRequired,
  tooPrecise,
} from '../protocol/errors.ts';
import type { Params } from '../protocol/params.ts';
import { spotOrderTypes } from '../symbols/spot-info.ts';
import { isContingent, type Side, type SpotDraft, type SpotOrderType, type SpotTimeInForce } from './order.ts';
import { rulesOf, type SpotState } from './state.ts';

const PRECISION = 8;

export type DraftNames = {
  [name in
    | 'side'
    | 'type'
    | 'timeInForce'
    | 'quantity'
    | 'quoteOrderQty'
    | 'price'
    | 'stopPrice'
    | 'trailingDelta'
    | 'newClientOrderId']: string;
};

export const plainNames: DraftNames = {
  side: 'side',
  type: 'type',
  timeInForce: 'timeInForce',
  quantity: 'quantity',
  quoteOrderQty: 'quoteOrderQty',
  price: 'price',
  stopPrice: 'stopPrice',
  trailingDelta: 'trailingDelta',
  newClientOrderId: 'newClientOrderId',
};

/**
 * What each order type demands and forbids. The legs of order lists are the same orders under longer names.
 * https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#new-order-trade
 */
export function readDraft(state: SpotState, params: Params, names: DraftNames, newId: () => string): SpotDraft {
  const rules = rulesOf(state, params.text('symbol'));
  const side = readSide(params, names.side);
  const type = readType(params, names.type);
  const needsPrice = type === 'LIMIT' || type === 'LIMIT_MAKER' || type.endsWith('_LIMIT');
  const needsTime = needsPrice && type !== 'LIMIT_MAKER';
  for (const name of [names.quantity, names.quoteOrderQty, names.price, names.stopPrice])
    if (writtenPlaces(params.find(name) ?? '') > PRECISION) throw tooPrecise('spot', name);
  demand(params, names.price, needsPrice);
  demand(params, names.timeInForce, needsTime);
  checkStop(params, names, type);
  const quoteQuantity = params.findDecimal(names.quoteOrderQty);
  if (quoteQuantity !== undefined && (type !== 'MARKET' || params.has(names.quantity)))
    throw notRequired(names.quoteOrderQty);
  if (type === 'MARKET' && quoteQuantity === undefined && !params.has(names.quantity))
    throw missingEither(names.quantity, names.quoteOrderQty);
  const draft: SpotDraft = {
    ...{ rules, side, type, quoteQuantity },
    timeInForce: readTimeInForce(params, names.timeInForce),
    clientOrderId: params.find(names.newClientOrderId) ?? newId(),
    quantity: quoteQuantity === undefined ? params.decimal(names.quantity) : zero,
    price: params.findDecimal(names.price),
    stopPrice: params.findDecimal(names.stopPrice),
    trailingDelta: params.has(names.trailingDelta) ? Number(params.text(names.trailingDelta)) : undefined,
  };
  return quoteQuantity === undefined ? draft : { ...draft, quantity: quantityFor(state, draft, quoteQuantity) };
}

function checkStop(params: Params, names: DraftNames, type: SpotOrderType): void {
  const hasStop = params.has(names.stopPrice);
  const hasDelta = params.has(names.trailingDelta);
  if (isContingent(type)) {
    if (!hasStop && !hasDelta) throw missingEither(names.stopPrice, names.trailingDelta);
    return;
  }
  if (hasStop) throw notRequired(names.stopPrice);
  if (hasDelta) throw notRequired(names.trailingDelta);
}

/** As much as the amount buys or must be sold for it at the worst price of the plan, in whole steps: never more. */
function quantityFor(
  state: SpotState,
  { rules, side }: SpotDraft,
  quote: SpotDraft['quantity'],
): SpotDraft['quantity'] {
  const { ask, bid } = state.book.of(rules.symbol);
  const { parts, ticksApart } = state.fillPlan;
  const worst = ask.plus(decimal(rules.tickSize).times(decimal(String((parts - 1) * ticksApart))));
  return floorToStep(quote.div(side === 'BUY' ? worst : bid), decimal(rules.stepSize));
}

function demand(params: Params, name: string, isNeeded: boolean): void {
  if (isNeeded && !params.has(name)) throw missingParameter(name);
  if (!isNeeded && params.has(name)) throw notRequired(name);
}

function readSide(params: Params, name: string): Side {
  const side = params.text(name);
  if (side !== 'BUY' && side !== 'SELL') throw invalidSide();
  return side;
}

function readType(params: Params, name: string): SpotOrderType {
  const type = spotOrderTypes.find((known) => known === params.text(name));
  if (type === undefined) throw invalidOrderType();
  return type;
}

function readTimeInForce(params: Params, name: string): SpotTimeInForce {
  const value = params.find(name) ?? 'GTC';
  if (value !== 'GTC' && value !== 'IOC' && value !== 'FOK') throw invalidTimeInForce();
  return value;
}
