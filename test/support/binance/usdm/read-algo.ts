import { decimal } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { ApiError } from '../protocol/api-error.ts';
import { invalidOrderType, invalidValue, missingParameter, notRequired } from '../protocol/errors.ts';
import type { Params } from '../protocol/params.ts';
import { type AlgoDraft, type AlgoType, algoTypes } from './algo-order.ts';
import { readPositionSide } from './check-reducing.ts';
import { closesHedge } from './order.ts';
import { checkPlaces, demandFor, readUsdmSide, readUsdmTime } from './read-draft.ts';
import { type UsdmState, usdmRulesOf } from './state.ts';

const MIN_RATE = decimal('0.1');
const MAX_RATE = decimal('10');

/** https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Algo-Order */
export function readAlgo(state: UsdmState, account: FakeAccount, params: Params, newId: () => string): AlgoDraft {
  if (params.text('algoType') !== 'CONDITIONAL') throw invalidValue('algoType');
  const rules = usdmRulesOf(state, params.text('symbol'));
  const side = readUsdmSide(params);
  const type = algoTypes.find((known) => known === params.text('type'));
  if (type === undefined) throw invalidOrderType();
  checkPlaces(params, rules, ['price', 'triggerPrice', 'activatePrice']);
  const positionSide = readPositionSide(state, account, params);
  const closePosition = params.isTrue('closePosition');
  if (closePosition) checkClosing(params, type, { side, positionSide });
  else if (!params.has('quantity')) throw missingParameter('quantity');
  checkPrices(params, type);
  return {
    ...{ rules, side, positionSide, type, closePosition },
    timeInForce: readUsdmTime(params),
    clientAlgoId: params.find('clientAlgoId') ?? newId(),
    quantity: params.findDecimal('quantity'),
    price: params.findDecimal('price'),
    triggerPrice: params.findDecimal('triggerPrice'),
    activatePrice: params.findDecimal('activatePrice'),
    callbackRate: params.findDecimal('callbackRate'),
    workingType: readWorkingType(params),
    reduceOnly: params.isTrue('reduceOnly'),
  };
}

function checkClosing(params: Params, type: AlgoType, sides: Pick<AlgoDraft, 'side' | 'positionSide'>): void {
  if (params.has('quantity')) throw new ApiError(-4137, 'Quantity must be zero with closePosition equals true');
  if (params.has('reduceOnly')) throw notRequired('reduceonly');
  if (type !== 'STOP_MARKET' && type !== 'TAKE_PROFIT_MARKET') throw notRequired('closePosition');
  if (sides.positionSide !== 'BOTH' && !closesHedge(sides))
    throw new ApiError(-4061, "Order's position side does not match user's setting.");
}

function checkPrices(params: Params, type: AlgoType): void {
  const isTrailing = type === 'TRAILING_STOP_MARKET';
  demandFor(params, 'triggerPrice', !isTrailing);
  demandFor(params, 'price', type === 'STOP' || type === 'TAKE_PROFIT');
  demandFor(params, 'callbackRate', isTrailing);
  if (!isTrailing && params.has('activatePrice')) throw notRequired('activatePrice');
  const rate = params.findDecimal('callbackRate');
  if (rate !== undefined && (rate.lt(MIN_RATE) || rate.gt(MAX_RATE))) throw invalidValue('callbackRate');
}

function readWorkingType(params: Params): AlgoDraft['workingType'] {
  const value = params.find('workingType') ?? 'CONTRACT_PRICE';
  if (value !== 'CONTRACT_PRICE' && value !== 'MARK_PRICE')
    throw new ApiError(-4031, `Invalid parameter working type: ${value}`);
  return value;
}
