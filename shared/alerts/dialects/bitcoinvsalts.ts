import { aimOf, isExit } from '../aim.ts';
import { buildSignal } from '../build-signal.ts';
import { refuseNaN, takePositive } from '../field-values.ts';
import { aliases, type Fields, quote, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { textCommand } from '../text-fields.ts';
import { MOVE_WORDS, moveOf } from '../words.ts';
import { type Dialect, type Read, textDialect } from './dialect.ts';

const SYMBOL = aliases('symbol');
const TOTAL = aliases('total');
const PARTS = 4;

/** `key|strategy|buy|BTCUSDT`, where the key is a secret. */
export const bva: Dialect = textDialect({
  name: 'bva',
  sign: 'four parts with | between, the third a verb',
  detects: (text) => {
    const parts = text.trim().split('|', PARTS + 1);
    return parts.length === PARTS && moveOf(parts[2]?.trim() ?? '') !== undefined && !text.includes('=');
  },
  read: ({ text, hint }, { report }) => {
    const [, strategy = '', verb = '', symbol = ''] = text.trim().split('|');
    const { fields } = textCommand([`symbol=${symbol}`], report);
    return readMove(fields, { dialect: 'bva', verb, routeKey: strategy.trim() || hint });
  },
});

const START = '_START#';
const TAGS = { action: 'ACTION', symbol: 'PAIR', total: 'TOT' };

/** `#BCE_ACTION_START#BUY#BCE_ACTION_END#` and its kin, in any order. */
export const bce: Dialect = textDialect({
  name: 'bce',
  sign: `#BCE_${TAGS.action}${START}`,
  detects: (text) => text.includes(`#BCE_${TAGS.action}${START}`),
  lacks: (text) => (text.includes('#BCE_') ? [`#BCE_${TAGS.action}${START}`] : undefined),
  read: ({ text }, { report }) => {
    const { fields } = textCommand(
      [`symbol=${tagged(text, TAGS.symbol)}`, `total=${tagged(text, TAGS.total)}`],
      report,
    );
    return readMove(fields, { dialect: 'bce', verb: tagged(text, TAGS.action), routeKey: undefined });
  },
});

function tagged(text: string, tag: string): string {
  const start = text.indexOf(`#BCE_${tag}${START}`);
  if (start < 0) return '';
  const from = start + `#BCE_${tag}${START}`.length;
  const end = text.indexOf(`#BCE_${tag}_END#`, from);
  return end < 0 ? '' : text.slice(from, end).trim();
}

type Said = { dialect: string; verb: string; routeKey: string | undefined };

/** A total is what to spend. */
function readMove(fields: Fields, { dialect, verb, routeKey }: Said): Read {
  const move = moveOf(verb);
  if (move === undefined) refuse(fields, 'action_unknown', `the action is ${quote(verb)}, and must be ${MOVE_WORDS}`);
  const context = readContext(fields, SYMBOL);
  const value = takePositive(fields, TOTAL);
  refuseNaN(fields, TOTAL);
  const size =
    value === undefined || (move !== undefined && isExit(move))
      ? { type: 'strategy_default' as const }
      : { type: 'quote' as const, value };
  const aim = move && aimOf(move, undefined, size);
  return buildSignal(fields, aim && { dialect, ...context, ...aim, routeKey });
}
