import { buildSteps } from '../build-signal.ts';
import { takeFlag, takePositive, takeSeconds, takeText } from '../field-values.ts';
import { aliases, type Fields, hasField, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { refuseUnread, textCommand } from '../text-fields.ts';
import { readAutoviewAim, readAutoviewTerms } from './autoview-terms.ts';
import { type Dialect, isNotUnderstood, type Read, type Reading, textDialect } from './dialect.ts';

const NAME = 'autoview';
const MOST_COMMANDS = 40;
const SYMBOL = aliases('s');
const EXCHANGE = aliases('e');
const ACCOUNT = aliases('a');
const DELAY = aliases('delay');
const LEVERAGE = aliases('l');
const DISABLED = aliases('d');
const DOES = aliases('b', 'c');

/**
 * Commands of `key=value`, each on its own line or after a `|`, https://autoview.com/syntax. A command that only waits delays
 * all that come after it.
 */
export const autoview: Dialect = textDialect({
  name: NAME,
  sign: 'b= or c=, and one of s=, e= and q=',
  detects: (text) => {
    const keys = keysIn(text);
    return (keys.has('b') || keys.has('c')) && (keys.has('s') || keys.has('e') || keys.has('q'));
  },
  lacks: (text) => {
    const keys = keysIn(text);
    if (keys.has('s') || keys.has('e')) return keys.has('b') || keys.has('c') ? undefined : ['b= or c='];
    return keys.has('b') || keys.has('c') ? ['s='] : undefined;
  },
  read: ({ text }, reading) => {
    const commands = text.split(/[|\n]/, MOST_COMMANDS + 1).filter((command) => command.trim() !== '');
    if (commands.length > MOST_COMMANDS)
      return { code: 'too_many_steps', reason: `Cannot read the alert: it has more than ${MOST_COMMANDS} commands` };
    return readCommands(commands, reading);
  },
});

function keysIn(text: string): Set<string> {
  const tokens = text.slice(0, 2_000).split(/[\s|&]/);
  return new Set(tokens.map((token) => (/^[a-z]{1,2}=/.exec(token)?.[0] ?? '').slice(0, -1)));
}

/**
 * What is delayed counts from the receipt of the alert. A pause after cancelling is there to let that land: a close after it does
 * not wait, since steps wait for each other here, but what is opened later does.
 */
function readCommands(commands: readonly string[], reading: Reading): Read {
  const reads: Read[] = [];
  let elapsed = 0;
  let last = { isCancel: false, delaySeconds: 0 };
  for (const text of commands) {
    const command = readCommand(text, reading);
    elapsed += command.waits;
    const [first] = isNotUnderstood(command.read) ? [] : command.read;
    if (first === undefined && !isNotUnderstood(command.read)) continue;
    const isClose = first?.reduceOnly === true && first.orderType === 'market';
    const delaySeconds = last.isCancel && isClose ? last.delaySeconds : elapsed;
    reads.push(
      isNotUnderstood(command.read) ? command.read : command.read.map((signal) => ({ ...signal, delaySeconds })),
    );
    last = { isCancel: first?.intent === 'cancel_orders', delaySeconds };
  }
  return reads.find(isNotUnderstood) ?? reads.flatMap((read) => (isNotUnderstood(read) ? [] : read));
}

/** A command waits before it is carried out; one that does nothing else comes to no signal. */
function readCommand(text: string, { report, settings }: Reading): { waits: number; read: Read } {
  const { fields, words } = textCommand(splitCommand(text), report);
  const waits = takeSeconds(fields, DELAY) ?? 0;
  if (
    !hasField(fields, DOES) &&
    fields.problems.length === 0 &&
    [...fields.index.keys()].every((key) => key === 'delay')
  ) {
    return { waits, read: words.length > 1 ? buildSteps(refusing(fields, words), []) : [] };
  }
  if (words.length > 1) refusing(fields, words);
  const aim = readAutoviewAim(fields);
  const terms = aim && readAutoviewTerms(fields, aim, settings);
  const context = readAutoviewContext(fields);
  refuseUnread(fields);
  const drafts = aim && terms ? [{ dialect: NAME, ...context, ...aim, ...terms }] : [];
  return { waits, read: buildSteps(fields, drafts, context) };
}

/** `&` attaches a take profit or a stop loss to the command before it. */
function splitCommand(text: string): string[] {
  return text.split(/[\s&]/).filter((part) => part !== '');
}

/** The first word may be a label. */
function refusing(fields: Fields, words: readonly string[]): Fields {
  refuse(
    fields,
    'field_not_supported',
    `"${(words[1] ?? '').slice(0, 40).toWellFormed()}" is not a field with a value`,
  );
  return fields;
}

function readAutoviewContext(fields: Fields) {
  const context = readContext(fields, SYMBOL);
  const exchange = takeText(fields, EXCHANGE)?.toUpperCase();
  return {
    ...context,
    chartExchange: context.chartExchange ?? exchange,
    market: context.market ?? (exchange?.includes('FUTURES') ? ('usdm' as const) : undefined),
    accountAlias: takeText(fields, ACCOUNT),
    leverage: takePositive(fields, LEVERAGE),
    dryRun: takeFlag(fields, DISABLED),
  };
}
