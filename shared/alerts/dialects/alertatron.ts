import type { NotUnderstood } from '../alert.ts';
import { buildSteps } from '../build-signal.ts';
import { takeText } from '../field-values.ts';
import { aliases, contradict, type Fields, quote, refuse } from '../fields.ts';
import { readContext } from '../read-context.ts';
import { refuseUnread, textCommand } from '../text-fields.ts';
import { addLimit, addMarket, addStop } from './alertatron-orders.ts';
import type { Steps } from './alertatron-profits.ts';
import { hasScript, parseScript, type ScriptBlock } from './alertatron-script.ts';
import { type Dialect, isNotUnderstood, type Read, type Reading, textDialect } from './dialect.ts';

const NAME = 'alertatron';
const SYMBOL = aliases('symbol');
const WHICH = aliases('which');
const TAG = aliases('tag');
const WAIT = /^(\d{1,5})(s|m|h)?$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

type Add = (fields: Fields, steps: Steps, words: readonly string[]) => void;

const COMMANDS: ReadonlyMap<string, Add> = new Map<string, Add>([
  ['market', addMarket],
  ['limit', addLimit],
  ['stopOrder', addStop],
  ['stopMarket', addStop],
  ['cancel', addCancel],
  ['wait', addWait],
  // The levels of a position cancel each other here anyway.
  ['oneCancelsOther', (fields) => void takeText(fields, WHICH)],
]);

/** https://alertatron.com/docs/automated-trading: entries with their stop and take profits, exits and cancelling; no conditions. */
export const alertatron: Dialect = textDialect({
  name: NAME,
  sign: 'a block such as Keys(BTCUSDT) { … }, or #bot at the end',
  detects: (text) => hasScript(text) || text.trimEnd().endsWith('#bot'),
  read: ({ text }, { report }) => {
    const { blocks, problem } = parseScript(text);
    if (problem !== undefined) return refusal('script_unreadable', problem);
    if (blocks.length === 0) return refusal('script_unreadable', 'there is no block such as Keys(BTCUSDT) { … }');
    const reads = blocks.map((block) => readBlock(block, report));
    return reads.find(isNotUnderstood) ?? reads.flatMap((read) => (isNotUnderstood(read) ? [] : read));
  },
});

function readBlock({ keys, symbol, commands }: ScriptBlock, report: Reading['report']): Read {
  const { fields } = textCommand([`symbol=${symbol}`], report);
  const context = readContext(fields, SYMBOL);
  const steps: Steps = { drafts: [], delaySeconds: 0, remaining: undefined };
  for (const { name, parts } of commands) {
    const add = COMMANDS.get(name);
    if (add === undefined) refuse(fields, 'command_not_supported', `the command ${quote(name)} is not supported`);
    else runCommand(fields, { add, parts, steps, report });
  }
  if (steps.drafts.length === 0 && fields.problems.length === 0)
    refuse(fields, 'empty_message', `the block of ${quote(keys)} asks for nothing`);
  return buildSteps(
    fields,
    steps.drafts.map((draft) => ({ dialect: NAME, ...context, accountAlias: keys, ...draft })),
  );
}

type Run = { add: Add; parts: readonly string[]; steps: Steps; report: Reading['report'] };

function runCommand(fields: Fields, { add, parts, steps, report }: Run): void {
  const command = textCommand(parts, report);
  add(command.fields, steps, command.words);
  if (command.fields.problems.length === 0) refuseUnread(command.fields);
  fields.problems.push(...command.fields.problems);
}

function addCancel(fields: Fields, steps: Steps): void {
  const said = takeText(fields, WHICH);
  const tag = takeText(fields, TAG);
  const which = said ?? 'all';
  if (said !== undefined && tag !== undefined) contradict(fields, 'a cancel has "which" or "tag", not both');
  const orderTag = tag ?? (which.startsWith('tag=') ? which.slice(4) : undefined);
  if (which !== 'all' && orderTag === undefined)
    refuse(fields, 'cancel_not_supported', `only all orders or those of a tag are cancelled, not ${quote(which)}`);
  steps.drafts.push({
    intent: 'cancel_orders',
    size: { type: 'strategy_default' },
    reduceOnly: false,
    orderTag,
    delaySeconds: steps.delaySeconds,
    takeProfits: [],
  });
}

function addWait(fields: Fields, steps: Steps, [time = '']: readonly string[]): void {
  const [, count, unit = 's'] = WAIT.exec(time) ?? [];
  if (count === undefined)
    refuse(fields, 'not_seconds', `the wait of ${quote(time)} must be a time such as 30s, 5m or 1h`);
  else steps.delaySeconds += Number(count) * (SECONDS[unit] ?? 1);
}

function refusal(code: string, problem: string): NotUnderstood {
  return { code, reason: `Cannot read the alert: ${problem}` };
}
