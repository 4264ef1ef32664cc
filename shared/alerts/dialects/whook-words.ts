/** One line sorted by what its words are. */
export type WhookLine = {
  commands: string[];
  command: string;
  /** The id of the order that is cancelled. */
  id: string;
  symbols: string[];
  quantities: string[];
  leverages: string[];
  limits: string[];
  keywords: string[];
  isReducing: boolean;
  /** What is nothing else: the account. */
  others: string[];
};

const MOST_WORDS = 16;
const LONGEST_LINE = 300;
const QUANTITY = /^(?:-?\d[\d.,]{0,40}[$%@]?|-?\$\d[\d.,]{0,40})$/;
const LEVERAGE = /^(?:x\d{1,3}(?:\.\d{1,2})?|\d{1,3}(?:\.\d{1,2})?x)$/i;
const PAIR = /^(?:[A-Z0-9_]{2,20}:)?[A-Z0-9]{2,20}[/-]?(?:USDT|USDC|FDUSD|USD)(?:\.P|PERP|:USDT|:USDC|:USD)?$/i;
const ACCOUNT = /^[\w-]{1,64}$/;
const KEYWORDS: Readonly<Record<string, string>> = {
  nominal: 'nominal',
  bclock: 'nominal',
  collateral: 'collateral',
  reduce: 'reduce',
  reduceonly: 'reduce',
};

export function wordsOfLine(text: string): WhookLine {
  const line: WhookLine = {
    commands: [],
    command: '',
    id: '',
    symbols: [],
    quantities: [],
    leverages: [],
    limits: [],
    keywords: [],
    isReducing: false,
    others: [],
  };
  const words = text.slice(0, LONGEST_LINE).split(/\s+/);
  for (const word of words.slice(0, MOST_WORDS)) sortWord(line, word);
  if (words.length > MOST_WORDS || text.length > LONGEST_LINE) line.others.push('', '');
  const [said = ''] = line.commands;
  const [command = '', id = ''] = said.split(':');
  return {
    ...line,
    command: command === 'pos' ? 'position' : command,
    id,
    isReducing: line.keywords.includes('reduce'),
  };
}

function sortWord(line: WhookLine, word: string): void {
  const lower = word.toLowerCase();
  const keyword = KEYWORDS[lower];
  if (/^(?:buy|sell|pos|position|close)$/.test(lower)) line.commands.push(lower);
  else if (/^cancel:[\w-]{1,64}$/i.test(word)) line.commands.push(`cancel:${word.slice('cancel:'.length)}`);
  else if (/^limit:[\w-]{1,64}:[\d.,]{1,40}$/i.test(word)) line.limits.push(word);
  else if (LEVERAGE.test(word)) line.leverages.push(lower.replace('x', ''));
  else if (QUANTITY.test(word)) line.quantities.push(word);
  else if (keyword !== undefined) line.keywords.push(keyword);
  else if (PAIR.test(word)) line.symbols.push(word);
  else line.others.push(word);
}

/**
 * Every word has its place: an account, a symbol and a command, and no second of anything. Where a line says nothing more, the
 * account must look like one, or `never close BTCUSDT` would close.
 */
export function isWhookLine({ commands, symbols, quantities, leverages, limits, others, id }: WhookLine): boolean {
  const [account = ''] = others;
  const isOne = commands.length === 1 && symbols.length === 1 && others.length === 1 && ACCOUNT.test(account);
  const isAtMostOne = quantities.length <= 1 && leverages.length <= 1 && limits.length <= 1;
  const isSaid = quantities.length > 0 || leverages.length > 0 || limits.length > 0 || id !== '';
  return isOne && isAtMostOne && (isSaid || !/^[A-Z]?[a-z]{1,64}$/.test(account));
}
