import { DELAYED_DATA, type Signal } from '../../signals/signal.ts';
import { readSymbol } from '../../signals/symbol.ts';
import { type Aim, aimOf } from '../aim.ts';
import type { NotUnderstood, Repair } from '../alert.ts';
import { signalOf } from '../build-signal.ts';
import { readDigits } from '../field-values.ts';
import { quote } from '../fields.ts';
import { sideOf } from '../read-target.ts';
import { REDACTED } from '../secrets-in-text.ts';
import { moveOf } from '../words.ts';
import { type Dialect, textDialect } from './dialect.ts';

const NAME = 'tradingview-default';
const FILLED = ' filled on ';
const NOW = '. new strategy position is ';
const QUOTES = ['USDT', 'USDC', 'FDUSD', 'USD', 'BTC', 'ETH', 'BNB', 'EUR', 'TRY', 'BRL', 'JPY'];
const MOST_WORDS = 2;

/**
 * The message that TradingView proposes for a strategy: `order buy @ 1 filled on BTCUSDT. New strategy position is 1`; and the
 * bare words that people type instead, such as `buy BTCUSDT`.
 */
export const tradingViewDefault: Dialect = textDialect({
  name: NAME,
  sign: 'the sentence of TradingView, or a verb with a symbol',
  detects: (text) => findSentence(text) !== undefined || isBare(text),
  read: ({ text }, { report }) => {
    const sentence = findSentence(text);
    return sentence === undefined ? readBare(text) : readSentence(sentence, report);
  },
});

type Sentence = { side: string; quantity: string; symbol: string; position: string };

/** Takes the sentence apart at its fixed words, so that a strategy may have any name before it. */
function findSentence(text: string): Sentence | undefined {
  const lower = text.toLowerCase();
  const filledAt = lower.lastIndexOf(FILLED);
  const nowAt = filledAt < 0 ? -1 : lower.indexOf(NOW, filledAt);
  if (nowAt < 0 || lower.length !== text.length) return undefined;
  const [at, quantity, side] = lastWords(text.slice(0, filledAt));
  if (at !== '@' || quantity === undefined || side === undefined) return undefined;
  const symbol = text.slice(filledAt + FILLED.length, nowAt).trim();
  const [position = ''] = text.slice(nowAt + NOW.length, nowAt + NOW.length + 100).split(/\s/);
  return { side, quantity, symbol, position: position.replace(/\.$/, '') };
}

/** The last three words as `@`, what follows it and what comes before. */
function lastWords(before: string): (string | undefined)[] {
  const [quantity, at, side] = before.slice(-200).trim().split(/\s+/).reverse();
  return [at, quantity, side];
}

function readSentence(sentence: Sentence, report: (repair: Repair) => void): Signal[] | NotUnderstood {
  const position = readDigits(sentence.position, report);
  const quantity = readDigits(sentence.quantity, report);
  const read = readSymbol(sentence.symbol);
  if ('refused' in read) return read.refused;
  if (position === undefined) return refuseNumber('position', sentence.position);
  if (quantity === undefined) return refuseNumber('quantity', sentence.quantity);
  const { delayed, ...symbol } = read;
  const move = moveOf(sentence.side);
  const orderSide = move === 'buy' || move === 'sell' ? move : undefined;
  const target = { orderSide, targetSide: sideOf(position), targetQuantity: position.abs() };
  const size = { type: 'base', value: quantity } as const;
  const draft = { dialect: NAME, intent: 'target_position', size, ...symbol, ...target } as const;
  return [signalOf(draft, delayed ? DELAYED_DATA : {})];
}

function refuseNumber(what: string, found: string): NotUnderstood {
  return { code: 'not_a_number', reason: `Cannot read the alert: the ${what} is ${quote(found)}, not a number` };
}

function wordsOf(text: string): string[] {
  return text
    .trim()
    .slice(0, 120)
    .split(/[\s,;]+/)
    .map((word) => word.replace(/[.!]+$/, ''))
    .filter((word) => word !== '');
}

function isBare(text: string): boolean {
  const words = wordsOf(text);
  return (
    !text.startsWith(REDACTED) &&
    text.trim().length <= 100 &&
    words.length <= MOST_WORDS &&
    words.some((word) => moveOf(word) !== undefined)
  );
}

function readBare(text: string): Signal[] | NotUnderstood {
  const words = wordsOf(text);
  const verb = words.find((word) => moveOf(word) !== undefined) ?? '';
  const symbolWord = words.find((word) => word !== verb && isSymbolLike(word));
  if (symbolWord === undefined) return refuseMissing(text, verb);
  const read = readSymbol(symbolWord);
  if ('refused' in read) return read.refused;
  const { delayed, ...symbol } = read;
  const aim = bareAim(verb);
  if (aim === undefined) return refuseMissing(text, verb);
  if (aim.intent === 'reduce')
    return {
      code: 'quantity_missing',
      reason: `Cannot read the alert: ${quote(text)} does not say by how much; send {"symbol": "BTCUSDT", "action": "reduce", "quantity": "50%"}, or close`,
    };
  return [signalOf({ dialect: NAME, ...symbol, ...aim }, delayed ? DELAYED_DATA : {})];
}

function bareAim(verb: string): Aim | undefined {
  const move = moveOf(verb);
  return move && aimOf(move, undefined, { type: 'strategy_default' });
}

/** `buy now` names no symbol, and NOW must not be taken for one. */
function isSymbolLike(word: string): boolean {
  const plain = word.toUpperCase();
  return /[:/]|\.P$|PERP$/.test(plain) || QUOTES.some((asset) => plain.endsWith(asset) && plain !== asset);
}

function refuseMissing(text: string, verb: string): NotUnderstood {
  const example = `"${verb} BTCUSDT" or {"symbol": "BTCUSDT", "action": "${verb}"}`;
  return { code: 'symbol_missing', reason: `Cannot read the alert: ${quote(text)} names no symbol; send ${example}` };
}
