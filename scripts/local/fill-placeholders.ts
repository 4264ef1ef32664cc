/** Values that TradingView would put in, by the name of the placeholder. */
export type ChartValues = Readonly<Record<string, string>>;

export type Filled = { text: string; filled: { name: string; value: string }[] };

const PLACEHOLDER = /\{\{\s{0,3}([\w.]{1,60})\s{0,3}\}\}/g;

/**
 * Fills in what a message still holds of a template, as if a strategy on BTCUSDT had just bought 0.01 at 60000, or sold where
 * `given` says so. What has no value here stays, and is refused by name.
 */
export function fillPlaceholders(template: string, given: ChartValues, now: Date): Filled {
  const values = valuesOf(given, now);
  const filled = new Map<string, string>();
  const text = template.replace(PLACEHOLDER, (placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return placeholder;
    filled.set(name, value);
    return value;
  });
  return { text, filled: [...filled].map(([name, value]) => ({ name, value })) };
}

function valuesOf(given: ChartValues, now: Date): ChartValues {
  const { close = '60000' } = given;
  const action = given['strategy.order.action'] ?? 'buy';
  const position = given['strategy.market_position'] ?? (action === 'sell' ? 'short' : 'long');
  const contracts = given['strategy.order.contracts'] ?? '0.01';
  const size = given['strategy.market_position_size'] ?? (position === 'flat' ? '0' : contracts);
  const instant = `${now.toISOString().slice(0, 19)}Z`;
  return {
    ticker: 'BTCUSDT',
    exchange: 'BINANCE',
    interval: '60',
    ...{ open: close, high: close, low: close, close, volume: '100', time: instant, timenow: instant },
    ...{ 'syminfo.basecurrency': 'BTC', 'syminfo.currency': 'USDT' },
    'strategy.order.action': action,
    'strategy.order.contracts': contracts,
    'strategy.order.price': close,
    'strategy.order.id': 'Preview',
    'strategy.order.comment': 'Preview',
    'strategy.market_position': position,
    'strategy.market_position_size': size,
    'strategy.position_size': position === 'short' ? `-${size}` : size,
    'strategy.prev_market_position': 'flat',
    'strategy.prev_market_position_size': '0',
    ...given,
  };
}
