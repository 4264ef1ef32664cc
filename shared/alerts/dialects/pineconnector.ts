import { buildSignal } from '../build-signal.ts';
import { aliases, type Fields, hasField, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import type { ReadSettings } from '../read-settings.ts';
import { REDACTED } from '../secrets-in-text.ts';
import { splitOutsideQuotes } from '../split-text.ts';
import { refuseUnread, textCommand } from '../text-fields.ts';
import { type Dialect, type Read, textDialect } from './dialect.ts';
import { readPineLevels, readPineOrder, readPineSize } from './pineconnector-units.ts';
import { type PineCommand, pineCommandOf } from './pineconnector-words.ts';

const NAME = 'pineconnector';
const SYMBOL = aliases('symbol');
const GATES = aliases('spread', 'accfilter');
const ATR = ['atrtimeframe', 'atrperiod', 'atrmultiplier', 'atrshift', 'atrtrigger'].map((name) => aliases(name));

/**
 * `licence,command,symbol,fields`, https://docs.pineconnector.com/syntax. The licence is a secret; what its numbers count, the
 * settings of the vendor's terminal say, and so must the settings of the hook.
 */
export const pineConnector: Dialect = textDialect({
  name: NAME,
  sign: 'a licence, a command and a symbol with commas between',
  detects: (text) => {
    const [license = '', command = '', symbol] = head(text);
    const isLicense = license === REDACTED || /^[\w-]{6,64}$/.test(license);
    return isLicense && symbol !== undefined && (pineCommandOf(command) !== undefined || isCommandLike(command));
  },
  lacks: (text) => {
    const [license = '', command, symbol] = head(text);
    if (license !== REDACTED && !/^\d{6,}$/.test(license)) return undefined;
    if (command !== undefined && !isCommandLike(command)) return ['a command such as buy'];
    return symbol === undefined ? ['the symbol'] : undefined;
  },
  read: ({ text, hint }, { report, settings }) => {
    const [, command = '', symbol = '', ...others] = splitOutsideQuotes(text.trim(), ',');
    const { fields, words } = textCommand([`symbol=${symbol.trim()}`, ...others], report);
    if (words[0] !== undefined)
      refuse(fields, 'field_not_supported', `"${words[0].slice(0, 40)}" is not a field with a value`);
    return readCommand(fields, { command: command.trim(), symbol: symbol.trim(), hint }, settings);
  },
});

function head(text: string): string[] {
  return text
    .slice(0, 200)
    .split(',', 3)
    .map((part) => part.trim());
}

/** A command that the vendor may have and we do not is still its message. */
function isCommandLike(word: string): boolean {
  return /^(?:buy|sell|long|short|bull|bear|close|cancel|newsltp|ea)[a-z]{0,20}$/i.test(word);
}

type Said = { command: string; symbol: string; hint: string | undefined };

function readCommand(fields: Fields, { command, symbol, hint }: Said, settings: ReadSettings): Read {
  const known = pineCommandOf(command);
  if (known === undefined) {
    refuse(fields, 'command_unknown', `the command "${command.slice(0, 40)}" is not one of PineConnector that we know`);
    return buildSignal(fields, undefined);
  }
  refuseConditions(fields);
  const terms = readTerms(fields, known, settings);
  const isSwitch = known.intent === 'enable' || known.intent === 'disable';
  const context = isSwitch ? readSwitch(fields) : readContext(fields, SYMBOL);
  if (isSwitch && !/^ea(?:on|off)$/i.test(symbol))
    refuse(fields, 'symbol_unreadable', 'eaon and eaoff stand for the symbol too');
  refuseUnread(fields);
  const { intent, orderSide, targetSide, reduceOnly = false } = known;
  return buildSignal(fields, {
    dialect: NAME,
    ...context,
    size: { type: 'strategy_default' },
    ...terms,
    intent,
    orderSide,
    targetSide,
    reduceOnly,
    routeKey: hint,
  });
}

function readSwitch(fields: Fields) {
  for (const field of fields.index.get('symbol') ?? []) fields.used.add(field);
  return { delaySeconds: 0, cancelFirst: false, dryRun: false, isDelayed: false };
}

function readTerms(fields: Fields, known: PineCommand, settings: ReadSettings) {
  const units = settings.pineConnector ?? {};
  if (known.needs === 'nothing') return {};
  const levels = readPineLevels(fields, units.targetUnit);
  if (known.needs === 'levels') {
    if (levels.stopLoss === undefined && levels.takeProfits.length === 0 && fields.problems.length === 0)
      refuse(fields, 'level_missing', 'it changes the stop loss or the take profit and gives neither');
    return levels;
  }
  return {
    ...readPineSize(fields, units.volumeUnit),
    ...levels,
    ...readPineOrder(fields, known.orderType, units.entryUnit),
  };
}

/** A filter that we cannot apply must not be passed over: without it the order would go out when it should not. */
function refuseConditions(fields: Fields): void {
  if (hasField(fields, GATES))
    refuse(fields, 'condition_not_supported', 'it trades only under a condition (spread= or accfilter=)');
  if (ATR.some((names) => hasField(fields, names)))
    refuse(fields, 'atr_not_supported', 'it trails by ATR; trail by a distance instead');
}
