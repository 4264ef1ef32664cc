import { zero } from '../../money/decimal.ts';
import type { Signal, Size } from '../../signals/signal.ts';
import { aimOf } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { refuseNaN, takeDecimal, takePositive } from '../field-values.ts';
import { aliases, type Fields, hasField, quote, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { swapPair } from '../swap-pair.ts';
import { textCommand } from '../text-fields.ts';
import type { Move } from '../words.ts';
import { type Dialect, type Read, textDialect } from './dialect.ts';

const NAME = 'gunbot';
const WORDS: Readonly<Record<string, Move>> = {
  BUY: 'buy',
  SELL: 'close_long',
  STOPLOSS: 'close_long',
  LONG: 'open_long',
  SHORT: 'open_short',
  CLOSE: 'exit',
};
const HEAD = /^(?:BUY|SELL|STOPLOSS|LONG|SHORT|CLOSE)_[A-Za-z0-9]{1,30}_/;
const SYMBOL = aliases('symbol');
const AMOUNT = aliases('amount');
const RATE = aliases('rate');
const MOST_PARTS = 5;

/** https://www.gunbot.com/explore/execute-incoming-alerts/email-alerts: `BUY_EXCHANGE_QUOTE-BASE_amount_rate`, the amount in quote. */
export const gunbot: Dialect = textDialect({
  name: NAME,
  sign: 'a verb and an exchange at the start, such as BUY_BINANCE_',
  detects: (text) => HEAD.test(text.trimStart().slice(0, 80)),
  read: ({ text }, { report }) => {
    const parts = text.trim().split('_', MOST_PARTS + 1);
    const [verb = '', exchange = '', pair = '', amount = '', rate = ''] = parts;
    const { fields } = textCommand(
      [`symbol=${pair}`, `exchange=${exchange}`, `amount=${amount}`, `rate=${rate}`],
      report,
    );
    if (parts.length > MOST_PARTS)
      refuse(fields, 'field_not_supported', `there is more than ${MOST_PARTS} parts: ${quote(text.trim())}`);
    return readFields(fields, WORDS[verb.toUpperCase()] ?? 'exit');
  },
});

function readFields(fields: Fields, move: Move): Read {
  const context = readContext(fields, SYMBOL, { respell: swapPair });
  const aim = aimOf(move, undefined, readAmount(fields));
  const price = takePositive(fields, RATE);
  const order: Partial<Signal> = price === undefined ? { orderType: 'market' } : { orderType: 'limit', price };
  return buildSignal(fields, aim && { dialect: NAME, ...context, ...order, ...aim });
}

/** An amount of 0 is how a rate is given without an amount. */
function readAmount(fields: Fields): Size {
  const said = takeDecimal(fields, AMOUNT);
  if (said === undefined) refuseNaN(fields, AMOUNT);
  const value = said?.eq(zero) && hasField(fields, RATE) ? undefined : takePositive(fields, AMOUNT);
  return value === undefined ? { type: 'strategy_default' } : { type: 'quote', value };
}
