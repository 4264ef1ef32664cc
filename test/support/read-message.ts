import { readAlert } from '../../shared/alerts/read-alert.ts';
import type { ReadSettings } from '../../shared/alerts/read-settings.ts';

/** What TradingView puts in place of its placeholders when a strategy goes from flat to long. */
const VALUES: Readonly<Record<string, string>> = {
  ticker: 'BTCUSDT',
  exchange: 'BINANCE',
  interval: '15',
  open: '59900',
  high: '60100',
  low: '59800',
  close: '60000',
  volume: '12.5',
  time: '2026-01-05T10:00:00Z',
  timenow: '2026-01-05T10:00:07Z',
  plot_1: '58000',
  plot_6: '59000',
  'strategy.position_size': '2',
  'strategy.order.action': 'buy',
  'strategy.order.contracts': '2',
  'strategy.order.price': '60000',
  'strategy.order.id': 'Long',
  'strategy.order.comment': 'Long',
  'strategy.market_position': 'long',
  'strategy.market_position_size': '2',
  'strategy.prev_market_position': 'flat',
  'strategy.prev_market_position_size': '0',
};

/** The message as it arrives. `values` stand for other placeholders, or for another moment. */
export function fillPlaceholders(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text.replaceAll(/\{\{([\w.]+)\}\}/g, (whole, name: string) => values[name] ?? VALUES[name] ?? whole);
}

/** Reads a message, and gives its signals as they are kept: as JSON. */
export function readMessage(body: string | object, settings?: ReadSettings) {
  const { signals, ...reading } = readAlert(typeof body === 'string' ? body : JSON.stringify(body), settings);
  return { ...reading, signals: JSON.parse(JSON.stringify(signals)) };
}
