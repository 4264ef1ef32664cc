import { randomUUID } from 'node:crypto';
import type { Prepared } from './first-run.ts';

/** TradingView fills the braces in when the alert fires. Numbers stand without quotes. */
const TRADINGVIEW_MESSAGE = [
  '{"symbol":"{{ticker}}","exchange":"{{exchange}}","action":"{{strategy.order.action}}"',
  '"contracts":{{strategy.order.contracts}},"price":{{strategy.order.price}}',
  '"market_position":"{{strategy.market_position}}","market_position_size":{{strategy.market_position_size}}',
  '"prev_market_position":"{{strategy.prev_market_position}}","order_id":"{{strategy.order.id}}"',
  '"timenow":"{{timenow}}"}',
].join(',');

/** What to open and what to paste, once the service answers. Only the first start shows what cannot be read again. */
export function welcome({ file, isFirst }: Prepared, baseUrl: string, firstRunPath: string): string {
  const places = [
    ['API documentation', `${baseUrl}/docs`],
    ['Health', `${baseUrl}/api/v1/health/ready`],
  ];
  if (file === undefined) {
    return [
      `Ready. ${firstRunPath} is not there: the owner of this database was made elsewhere.`,
      '',
      ...rows(places),
    ].join('\n');
  }
  if (isFirst) places.push(['Owner', file.email], ['Password', file.password], ['API token', file.apiToken]);
  places.push(['Kept in', firstRunPath]);
  return [
    'Ready.',
    '',
    ...rows(places),
    '',
    'TradingView, webhook URL of the alert (from the internet it needs a public name in front):',
    `  ${file.webhookUrl}`,
    'TradingView, message of the alert:',
    `  ${TRADINGVIEW_MESSAGE}`,
    '',
    'Buy 0.01 BTC on paper; the same again is a duplicate and buys nothing:',
    `  ${buyCommand(file.webhookUrl)}`,
    'See what became of it:',
    `  curl -s '${baseUrl}/api/v1/alerts?limit=1' -H 'authorization: Bearer ${isFirst ? file.apiToken : '<apiToken>'}'`,
    '',
    'Stop with Ctrl-C.',
  ].join('\n');
}

/** An id of its own makes it work whenever it is pasted, where a fixed time would soon be too old to trade on. */
function buyCommand(webhookUrl: string): string {
  const id = `first-${randomUUID().slice(0, 8)}`;
  const message = { id, symbol: 'BTCUSDT', action: 'buy', quantity: 0.01, price: 60_000 };
  return `curl -s -X POST '${webhookUrl}' -d '${JSON.stringify(message)}'`;
}

function rows(places: readonly string[][]): string[] {
  return places.map(([name = '', value = '']) => `  ${name.padEnd(19)}${value}`);
}
