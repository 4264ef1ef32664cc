import type { FakeAccount } from '../account.ts';
import { writtenPlaces } from '../protocol/amounts.ts';
import { ApiError } from '../protocol/api-error.ts';
import {
  invalidOrderType,
  invalidSide,
  invalidTimeInForce,
  invalidValue,
  missingParameter,
  notRequired,
  tooPrecise,
} from '../protocol/errors.ts';
import type { Params } from '../protocol/params.ts';
import type { UsdmSymbolRules } from '../symbols/usdm-symbol.ts';
import { algoTypes } from './algo-order.ts';
import { readPositionSide } from './check-reducing.ts';
import type { Side, UsdmDraft, UsdmTimeInForce } from './order.ts';
import { type UsdmState, usdmRulesOf } from './state.ts';

const TIMES: readonly UsdmTimeInForce[] = ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'];
const GOOD_TILL_MIN_MS = 600_000;
const GOOD_TILL_MAX = 253_402_300_799_000;

/**
 * What LIMIT and MARKET demand and forbid; every other type has moved to the algo endpoint (-4120).
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Order
 */
export function readUsdmDraft(state: UsdmState, account: FakeAccount, params: Params, newId: () => string): UsdmDraft {
  const rules = usdmRulesOf(state, params.text('symbol'));
  const side = readUsdmSide(params);
  const type = readType(params);
  checkPlaces(params, rules, ['price']);
  const positionSide = readPositionSide(state, account, params);
  demandFor(params, 'price', type === 'LIMIT');
  demandFor(params, 'timeInForce', type === 'LIMIT');
  const timeInForce = readUsdmTime(params);
  return {
    ...{ rules, side, positionSide, type, timeInForce },
    clientOrderId: params.find('newClientOrderId') ?? newId(),
    quantity: params.decimal('quantity'),
    price: params.findDecimal('price'),
    reduceOnly: params.isTrue('reduceOnly'),
    goodTillMs: readGoodTill(state, params, timeInForce),
  };
}

function readType(params: Params): UsdmDraft['type'] {
  const type = params.text('type');
  if (algoTypes.some((algo) => algo === type))
    throw new ApiError(
      -4120,
      'Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.',
    );
  if (type !== 'LIMIT' && type !== 'MARKET') throw invalidOrderType();
  return type;
}

export function readUsdmSide(params: Params): Side {
  const side = params.text('side');
  if (side !== 'BUY' && side !== 'SELL') throw invalidSide();
  return side;
}

export function readUsdmTime(params: Params): UsdmTimeInForce {
  const value = params.find('timeInForce') ?? 'GTC';
  const time = TIMES.find((known) => known === value);
  if (time === undefined) throw invalidTimeInForce();
  return time;
}

/** Digits behind the point are counted as written, trailing zeros included. @throws ApiError -1111 */
export function checkPlaces(params: Params, rules: UsdmSymbolRules, prices: readonly string[]): void {
  for (const name of prices)
    if (writtenPlaces(params.find(name) ?? '') > rules.pricePrecision) throw tooPrecise('usdm', name);
  if (writtenPlaces(params.find('quantity') ?? '') > rules.quantityPrecision) throw tooPrecise('usdm', 'quantity');
}

export function demandFor(params: Params, name: string, isNeeded: boolean): void {
  if (isNeeded && !params.has(name)) throw missingParameter(name);
  if (!isNeeded && params.has(name)) throw notRequired(name);
}

function readGoodTill(state: UsdmState, params: Params, timeInForce: UsdmTimeInForce): number {
  if (timeInForce !== 'GTD') {
    if (params.has('goodTillDate')) throw notRequired('goodTillDate');
    return 0;
  }
  const till = Number(params.text('goodTillDate'));
  if (!Number.isSafeInteger(till)) throw invalidValue('goodTillDate');
  if (till <= state.clock.nowMs() + GOOD_TILL_MIN_MS || till >= GOOD_TILL_MAX)
    throw new ApiError(
      -5040,
      'The goodTillDate timestamp must be greater than the current time plus 600 seconds and smaller than 253402300799000 (UTC 9999-12-31 23:59:59)',
    );
  return till;
}
