import { ApiError } from './api-error.ts';
import type { MarketName } from './market-name.ts';

/**
 * Codes and texts of requests that never reach an engine.
 * Spot: https://github.com/binance/binance-spot-api-docs/blob/master/errors.md
 * USD-M: https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code
 */
const UNAUTHORIZED = 401;

export const illegalCharacters = (name: string, range: string): ApiError =>
  new ApiError(-1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`);

export const tooManyParameters = (expected: number, received: number): ApiError =>
  new ApiError(-1101, `Too many parameters; expected '${expected}' and received '${received}'.`);

export const duplicateParameter = (): ApiError => new ApiError(-1101, 'Duplicate values for a parameter detected.');

export const missingParameter = (name: string): ApiError =>
  new ApiError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);

export const missingEither = (one: string, other: string): ApiError =>
  new ApiError(-1102, `Param '${one}' or '${other}' must be sent, but both were empty/null!`);

export const aboveMaximum = (name: string, maximum: number): ApiError =>
  new ApiError(-1102, `'${name}' contains unexpected value. Cannot be greater than ${maximum}.`);

export const unreadParameters = (read: number, sent: number): ApiError =>
  new ApiError(-1104, `Not all sent parameters were read; read '${read}' parameter(s) but was sent '${sent}'.`);

export const emptyParameter = (name: string): ApiError => new ApiError(-1105, `Parameter '${name}' was empty.`);

export const notRequired = (name: string): ApiError =>
  new ApiError(-1106, `Parameter '${name}' sent when not required.`);

export const tooPrecise = (market: MarketName, name: string): ApiError =>
  new ApiError(
    -1111,
    market === 'spot'
      ? `Parameter '${name}' has too much precision.`
      : 'Precision is over the maximum defined for this asset.',
  );

export const invalidValue = (name: string): ApiError =>
  new ApiError(-1130, `Data sent for parameter '${name}' is not valid.`);

export const badCombination = (): ApiError => new ApiError(-1128, 'Combination of optional parameters invalid.');
export const invalidTimeInForce = (): ApiError => new ApiError(-1115, 'Invalid timeInForce.');
export const invalidOrderType = (): ApiError => new ApiError(-1116, 'Invalid orderType.');
export const invalidSide = (): ApiError => new ApiError(-1117, 'Invalid side.');
export const invalidInterval = (): ApiError => new ApiError(-1120, 'Invalid interval.');
export const invalidSymbol = (): ApiError => new ApiError(-1121, 'Invalid symbol.');
export const invalidSignature = (): ApiError => new ApiError(-1022, 'Signature for this request is not valid.');
export const badKeyFormat = (): ApiError => new ApiError(-2014, 'API-key format invalid.', UNAUTHORIZED);

export const rejectedKey = (): ApiError =>
  new ApiError(-2015, 'Invalid API-key, IP, or permissions for action.', UNAUTHORIZED);

export const outsideWindow = (): ApiError =>
  new ApiError(-1021, 'Timestamp for this request is outside of the recvWindow.');

export const aheadOfServer = (): ApiError =>
  new ApiError(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");

/** USD-M names the second look at the clock, taken in front of its engine, differently from the first. */
export const outsideEngineWindow = (): ApiError =>
  new ApiError(-5028, 'Timestamp for this request is outside of the ME recvWindow.');

export const unknownOrder = (): ApiError => new ApiError(-2011, 'Unknown order sent.');
export const noSuchOrder = (): ApiError => new ApiError(-2013, 'Order does not exist.');
