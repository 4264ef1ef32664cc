/** One command of a script, e.g. `market(side=buy, amount=100)`. */
export type ScriptCommand = { name: string; parts: string[] };
/** Commands for one symbol with one set of keys. */
export type ScriptBlock = { keys: string; symbol: string; commands: ScriptCommand[] };
export type Script = { blocks: ScriptBlock[]; problem?: string };

const MOST_BLOCKS = 20;
const MOST_COMMANDS = 64;
const LONGEST_HEAD = 80;
const LONGEST_START = 400;
const NAME = /[\w-]{1,64}$/;

/** Whether a text begins with `Keys(SYMBOL) {`, perhaps after a few words. */
export function hasScript(text: string): boolean {
  return findHead(text.slice(0, LONGEST_START), 0) !== undefined;
}

/** Takes a script apart. Every search goes on where the last one ended, so that each character is passed once or twice. */
export function parseScript(text: string): Script {
  const blocks: ScriptBlock[] = [];
  let head = findHead(text, 0);
  while (head !== undefined) {
    if (blocks.length >= MOST_BLOCKS) return { blocks, problem: `it has more than ${MOST_BLOCKS} blocks` };
    const end = text.indexOf('}', head.end);
    if (end < 0) return { blocks, problem: `the block of "${head.keys}" does not end with "}"` };
    const commands = parseCommands(text.slice(head.end, end));
    if (typeof commands === 'string') return { blocks, problem: commands };
    blocks.push({ keys: head.keys, symbol: head.symbol, commands });
    head = findHead(text, end + 1);
  }
  return { blocks };
}

type Head = { keys: string; symbol: string; end: number };

/** The next `Keys(SYMBOL) {`. */
function findHead(text: string, from: number): Head | undefined {
  let at = from;
  for (;;) {
    const open = text.indexOf('(', at);
    const close = open < 0 ? -1 : text.indexOf(')', open);
    if (close < 0) return undefined;
    const keys = NAME.exec(text.slice(Math.max(at, open - LONGEST_HEAD), open).trimEnd())?.[0];
    const brace = skipSpace(text, close + 1);
    if (keys !== undefined && text.charAt(brace) === '{') {
      return { keys, symbol: text.slice(open + 1, close).trim(), end: brace + 1 };
    }
    at = close + 1;
  }
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n'.includes(text.charAt(at))) at += 1;
  return at;
}

/** The commands of a block, or what is wrong with them. */
function parseCommands(body: string): ScriptCommand[] | string {
  const texts = body.split(';').map((text) => text.trim());
  const said = texts.filter((text) => text !== '');
  if (said.length > MOST_COMMANDS) return `a block has more than ${MOST_COMMANDS} commands`;
  const commands = said.map(parseCommand);
  const broken = said.find((_, nth) => commands[nth] === undefined);
  return broken === undefined
    ? commands.filter((command) => command !== undefined)
    : `"${broken.slice(0, 60).toWellFormed()}" is not a command such as market(side=buy, amount=100)`;
}

function parseCommand(text: string): ScriptCommand | undefined {
  const open = text.indexOf('(');
  const name = text.slice(0, Math.max(open, 0)).trim();
  if (!/^[A-Za-z]{1,40}$/.test(name) || !text.endsWith(')')) return undefined;
  return { name, parts: text.slice(open + 1, -1).split(',') };
}
