import type { Market } from '../../markets/market.ts';
import type { Signal } from '../../signals/signal.ts';
import { buildSignal } from '../build-signal.ts';
import { takeOptional } from '../field-values.ts';
import { aliases, contradict, type Fields, fieldsOf, findField, hasField, quote, refuse } from '../fields.ts';
import { type Context, readContext } from '../read-context.ts';
import type { Dialect, Read } from './dialect.ts';
import { readAim } from './generic-aim.ts';
import { readProtection, readTerms } from './generic-terms.ts';

const SYMBOL_WORDS = ['symbol', 'ticker', 'pair', 'instrument', 'tv_instrument', 'coin', 'asset'];
export const SYMBOL = aliases(...SYMBOL_WORDS, 'market');
const SYMBOL_BESIDE_MARKET = aliases(...SYMBOL_WORDS);
const PARTS = { base: aliases('base', 'coinOne'), quote: aliases('quote', 'coinTwo') };
export const MARKET = aliases('market', 'market_type');
const SIDE = aliases(
  ...['action', 'side', 'direction', 'order', 'signal', 'type', 'order_action', 'strategy.order_action'],
  ...[
    'strategy.order.action',
    'market_position',
    'strategy.market_position',
    'strategy_info.market_position',
    'position',
  ],
);

const MARKETS: ReadonlyMap<string, Market> = new Map([
  ['spot', 'spot'],
  ['usdm', 'usdm'],
  ['futures', 'usdm'],
  ['future', 'usdm'],
  ['perp', 'usdm'],
  ['perpetual', 'usdm'],
  ['swap', 'usdm'],
  ['linear', 'usdm'],
]);

/** Our own JSON, and that of anyone who calls a symbol and a side by one of their usual names. */
export const generic: Dialect = {
  name: 'generic',
  detects: (body) => {
    if (body.kind === 'text') return false;
    const fields = fieldsOf(body.object, () => undefined);
    return hasField(fields, SYMBOL) || hasField(fields, PARTS.base) || hasField(fields, SIDE);
  },
  signs: (body) => {
    if (body.kind === 'text') return [];
    const fields = fieldsOf(body.object, () => undefined);
    const found = [SYMBOL, PARTS.base, SIDE].flatMap((names) => findField(fields, names) ?? []);
    return [...new Set(found.map(({ path }) => `the field "${path}"`))];
  },
  lacks: (body) => {
    if (body.kind === 'text') return undefined;
    const fields = fieldsOf(body.object, () => undefined);
    const hasSymbol = hasField(fields, SYMBOL) || hasField(fields, PARTS.base);
    const missing = [...(hasSymbol ? [] : ['symbol']), ...(hasField(fields, SIDE) ? [] : ['action'])];
    return missing.length === 1 ? missing : undefined;
  },
  read: (body, { report }) =>
    body.kind === 'json'
      ? readJsonMessage(generic.name, fieldsOf(body.object, report))
      : { code: 'unknown_format', reason: 'Cannot read the alert: it is not JSON' },
};

/** Reads any JSON message by the names that its fields usually have; `beside` is what a dialect knows of it that they do not say. */
export function readJsonMessage(dialect: string, fields: Fields, beside: Partial<Signal> = {}): Read {
  const context = readMarketContext(fields);
  const aim = readAim(fields);
  const terms = readTerms(fields);
  const protection = readProtection(fields, terms.orderType);
  return buildSignal(fields, aim && { dialect, ...context, ...aim, ...terms, ...protection, ...beside });
}

/** What is traded elsewhere, and not here. */
const OTHER_MARKETS: readonly string[] = [
  'coinm',
  'coin-m',
  'coin_m',
  'inverse',
  'delivery',
  'margin',
  'option',
  'options',
];

export function isMarketWord(text: string): boolean {
  const word = text.trim().toLowerCase();
  return MARKETS.has(word) || OTHER_MARKETS.includes(word);
}

function refuseOtherMarket(fields: Fields): void {
  takeOptional(fields, MARKET, ({ text }) => {
    const isOther = OTHER_MARKETS.includes(text.trim().toLowerCase());
    return isOther
      ? refuse(fields, 'market_not_supported', `the market is ${quote(text)}, and only spot and usdm are traded`)
      : undefined;
  });
}

/** `market` is a symbol to some and `spot` or `futures` to others. */
function readMarketContext(fields: Fields): Context {
  const market = takeOptional(fields, MARKET, (value) => MARKETS.get(value.text.trim().toLowerCase()));
  const context = readContext(fields, market === undefined ? SYMBOL : SYMBOL_BESIDE_MARKET, PARTS);
  if (market === undefined) {
    refuseOtherMarket(fields);
    return context;
  }
  if (context.market !== undefined && context.market !== market) {
    contradict(fields, `the symbol is ${context.market}, and the field "market" says ${market}`);
  }
  return { ...context, market };
}
