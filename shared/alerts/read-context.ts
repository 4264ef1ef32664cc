import type { Signal } from '../signals/signal.ts';
import { isStockExchange, readChartExchange, readSymbol, type SymbolReading } from '../signals/symbol.ts';
import { takeFlag, takeInstant, takeOptional, takePositive, takeSeconds, takeText } from './field-values.ts';
import { type Aliases, aliases, contradict, type Fields, refuse } from './fields.ts';
import { readIds } from './read-ids.ts';

/** Where one signal belongs and when it was sent: what every JSON dialect reads alike. */
export type Context = Partial<
  Pick<
    Signal,
    | 'symbol'
    | 'market'
    | 'chartExchange'
    | 'leverage'
    | 'timeInForce'
    | 'signalAt'
    | 'barAt'
    | 'interval'
    | 'maxLagSeconds'
    | 'explicitId'
    | 'orderTag'
    | 'accountAlias'
    | 'routeKey'
  >
> &
  Pick<Signal, 'delaySeconds' | 'cancelFirst' | 'dryRun'> & { isDelayed: boolean };

const EXCHANGE = aliases('exchange', 'tv_exchange');
const LEVERAGE = aliases('leverage', 'lev');
const TIME_IN_FORCE = aliases('timeInForce', 'tif');
const SIGNAL_AT = aliases('timenow', 'source_timestamp', 'timestamp', 'time', 'signal_time', 'alert_time');
const BAR_AT = aliases('bar.time', 'bar_time', 'candle_time');
const INTERVAL = aliases('interval', 'timeframe');
const MAX_LAG = aliases('max_lag', 'maxLagSeconds', 'ttl_seconds');
const DELAY = aliases('delay', 'delay_seconds', 'delaySec');
const CANCEL_FIRST = aliases('cancel', 'cancelFirst', 'cancel_orders', 'cancelAllOrders');
const DRY_RUN = aliases('test', 'dryRun');
const ACCOUNT = aliases('account', 'account_alias', 'account_name');
const ROUTE = aliases('strategy', 'strategy_name', 'strategy_id', 'strategy.name');

/** Names that hold a symbol and nothing else. */
const WHOLE_SYMBOLS: readonly string[] = ['symbol', 'ticker', 'pair', 'tv_instrument'];

export type SymbolSpelling = {
  /** What the dialect calls base and quote, where it splits them. */
  base?: Aliases;
  quote?: Aliases;
  /** Turns the dialect's own spelling, such as `USDT_BTC`, into a common one. */
  respell?: (text: string) => string;
  /** The symbol may be left to the vendor's bot. */
  isOptional?: boolean;
};

/** `symbolNames` are what the dialect calls the symbol. */
export function readContext(fields: Fields, symbolNames: Aliases, spelling: SymbolSpelling = {}): Context {
  const exchange = takeOptional(fields, EXCHANGE, (value) => readChartExchange(value.text));
  if (exchange !== undefined && isStockExchange(exchange.name)) {
    refuse(fields, 'stock', `${exchange.name} trades shares; only spot and USD-M symbols are traded`);
  }
  const symbol = readSymbolField(fields, symbolNames, spelling);
  const signalAt = takeInstant(fields, SIGNAL_AT);
  return {
    ...symbol,
    chartExchange: symbol.chartExchange ?? exchange?.name,
    isDelayed: symbol.isDelayed || exchange?.isDelayed === true,
    leverage: takePositive(fields, LEVERAGE),
    timeInForce: takeText(fields, TIME_IN_FORCE)?.toLowerCase(),
    signalAt,
    barAt: takeInstant(fields, BAR_AT),
    interval: takeText(fields, INTERVAL),
    maxLagSeconds: takeSeconds(fields, MAX_LAG),
    delaySeconds: takeSeconds(fields, DELAY) ?? 0,
    cancelFirst: takeFlag(fields, CANCEL_FIRST),
    dryRun: takeFlag(fields, DRY_RUN),
    accountAlias: takeText(fields, ACCOUNT),
    routeKey: takeText(fields, ROUTE),
    ...readIds(fields, signalAt !== undefined),
  };
}

type SymbolFields = Pick<Context, 'symbol' | 'market' | 'chartExchange' | 'isDelayed'>;

function readSymbolField(fields: Fields, names: Aliases, spelling: SymbolSpelling): SymbolFields {
  const text = takeText(fields, names) ?? '';
  const base = spelling.base && takeText(fields, spelling.base);
  const quote = spelling.quote && takeText(fields, spelling.quote);
  if (text === '' && (base === undefined || quote === undefined)) {
    return spelling.isOptional ? { isDelayed: false } : refuseMissing(fields, names, spelling);
  }
  const read = readSymbol(spelling.respell?.(text) ?? text, base, quote);
  if (!('refused' in read) && spelling.respell === undefined) refuseOthers(fields, names, { read, quote });
  if (!('refused' in read)) return { ...read, isDelayed: read.delayed === true };
  refuse(fields, read.refused.code, read.refused.reason);
  return { isDelayed: false };
}

/** `BTCUSDT` and `BINANCE:BTCUSDT` agree; a coin beside its pair, or a text that is no symbol, is no second symbol. */
function refuseOthers(
  fields: Fields,
  names: Aliases,
  { read, quote }: { read: SymbolReading; quote: string | undefined },
): void {
  for (const name of names.names) {
    const text = WHOLE_SYMBOLS.includes(name) ? takeText(fields, aliases(name)) : undefined;
    const other = text === undefined ? undefined : readSymbol(text, undefined, quote);
    if (other === undefined || 'refused' in other) continue;
    if (other.symbol === read.symbol && other.market === read.market) continue;
    contradict(fields, `it names the symbols "${read.symbol}" and "${text}": send one of them`);
  }
}

function refuseMissing(fields: Fields, names: Aliases, { base }: SymbolSpelling): SymbolFields {
  const other = base === undefined ? '' : ', or base and quote';
  refuse(
    fields,
    'symbol_missing',
    `the field "symbol" is missing; accepted names are ${names.names.join(', ')}${other}`,
  );
  return { isDelayed: false };
}
