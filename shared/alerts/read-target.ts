import { type Decimal, print, zero } from '../money/decimal.ts';
import type { PositionSide, Signal } from '../signals/signal.ts';
import { takeDecimal, takeText } from './field-values.ts';
import { aliases, contradict, type Fields, quote, refuse } from './fields.ts';
import { positionOf } from './words.ts';

/** The position that a message reports from before and after the order. */
export type Target = Pick<Signal, 'targetSide' | 'targetQuantity' | 'previousSide' | 'previousQuantity'>;

/** Every spelling of one of TradingView's `strategy.*` values, flat or nested. */
const strategyField = (name: string) => aliases(name, `strategy.${name}`, `strategy_info.${name}`, `strategy_${name}`);

export const MARKET_POSITION = strategyField('market_position');
const MARKET_POSITION_SIZE = strategyField('market_position_size');
const POSITION_SIZE = strategyField('position_size');
const PREVIOUS = aliases(
  ...strategyField('prev_market_position').names,
  ...strategyField('previous_market_position').names,
);
const PREVIOUS_SIZE = aliases(
  ...strategyField('prev_market_position_size').names,
  ...strategyField('previous_market_position_size').names,
);

export const TARGET_NAMES = [MARKET_POSITION, MARKET_POSITION_SIZE, POSITION_SIZE, PREVIOUS, PREVIOUS_SIZE];

/** Reads what the position is to be afterwards. Without a market position, a signed position size says the side too. */
export function readTarget(fields: Fields): Target {
  const side = readSide(fields, MARKET_POSITION);
  const absolute = takeDecimal(fields, MARKET_POSITION_SIZE);
  const signed = takeDecimal(fields, POSITION_SIZE);
  checkAgreement(fields, side, [absolute, signed]);
  const quantity = absolute ?? signed;
  const previousQuantity = takeDecimal(fields, PREVIOUS_SIZE)?.abs();
  return {
    targetSide: side ?? (signed && sideOf(signed)),
    targetQuantity: quantity?.abs(),
    previousSide: readSide(fields, PREVIOUS),
    previousQuantity,
  };
}

function checkAgreement(fields: Fields, said: PositionSide | undefined, sizes: (Decimal | undefined)[]): void {
  const [absolute, signed] = sizes;
  const refuseSize = (size: Decimal) =>
    contradict(fields, `the market position is ${said}, and its size is ${print(size)}`);
  if (said === undefined) return;
  if (absolute !== undefined && absolute.eq(zero) !== (said === 'flat')) refuseSize(absolute);
  else if (signed !== undefined && signed.eq(zero) !== (said === 'flat')) refuseSize(signed);
  else if (signed?.lt(zero) && said === 'long') refuseSize(signed);
}

export function sideOf(signed: Decimal): PositionSide {
  if (signed.eq(zero)) return 'flat';
  return signed.gt(zero) ? 'long' : 'short';
}

function readSide(fields: Fields, names: typeof MARKET_POSITION): PositionSide | undefined {
  const text = takeText(fields, names);
  if (text === undefined) return undefined;
  const side = positionOf(text);
  const name = names.names[0];
  return side ?? refuse(fields, 'position_unknown', `the field "${name}" is ${quote(text)}, not long, short or flat`);
}
