import { hundred } from '../../money/decimal.ts';
import type { PositionSide, Size } from '../../signals/signal.ts';
import { buildSignal } from '../build-signal.ts';
import { takeOptionalDecimal, takePositive, takeText, takeWord } from '../field-values.ts';
import { aliases, contradict, type Fields, hasField, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { readSize } from '../read-size.ts';
import { positionOf } from '../words.ts';
import { type Dialect, jsonDialect, type Read } from './dialect.ts';

const SYMBOL = aliases('market');
const ORDER = aliases('order');
const POSITION = aliases('position');
const PRICE = aliases('price');
const BY_LEVERAGE = aliases('sizeByLeverage');
const SIZE = { quantity: aliases('size'), quoteQuantity: aliases('sizeUsd') };
const STRATEGY = aliases('strategy');
const SIDES: ReadonlyMap<string, 'buy' | 'sell'> = new Map([
  ['buy', 'buy'],
  ['sell', 'sell'],
]);

/** https://github.com/junta/tradingview-alert-connector: leverage 2 is twice the account; the position is the strategy's. */
export const alertConnector: Dialect = jsonDialect({
  name: 'alert-connector',
  marks: ['market', 'order', 'position'],
  unless: ['symbol', 'ticker', 'pair', 'action', 'side'],
  read: readConnector,
});

function readConnector(fields: Fields): Read {
  const context = { ...readContext(fields, SYMBOL), routeKey: takeText(fields, STRATEGY) };
  const orderSide = takeWord(fields, ORDER, SIDES);
  const targetSide = positionOf(takeText(fields, POSITION) ?? '');
  if (targetSide === undefined) {
    refuse(fields, 'position_unknown', 'the field "position" is not long, short or flat');
  }
  const signalPrice = takeOptionalDecimal(fields, PRICE);
  return buildSignal(fields, {
    ...{
      dialect: 'alert-connector',
      ...context,
      intent: 'target_position',
      size: readAmount(fields, targetSide),
      reduceOnly: false,
    },
    ...{ orderSide, targetSide, signalPrice },
  });
}

function readAmount(fields: Fields, targetSide: PositionSide | undefined): Size {
  const leverage = takePositive(fields, BY_LEVERAGE);
  if (leverage === undefined) return readSize(fields, SIZE, targetSide === 'flat' ? 'flat' : 'entry');
  if (hasField(fields, SIZE.quantity) || hasField(fields, SIZE.quoteQuantity))
    contradict(fields, 'it gives more than one of size, sizeUsd and sizeByLeverage: send one');
  return { type: 'pct_equity', value: leverage.times(hundred) };
}
