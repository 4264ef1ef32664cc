import type { Market } from '../../shared/markets/market.ts';
import type { RequestEntry } from '../support/binance/request-log.ts';
import { type ExchangeWorld, SYMBOLS } from './exchange-world.ts';

type Row = (what: string, result: string) => void;
type Message = Record<string, unknown>;

const [{ symbol, price, quantity }] = SYMBOLS;
const entry: Message = { symbol, action: 'buy', quantity, price, sl: '2%', tp: '4%' };
const { price: _, ...unpriced } = entry;
const exit: Message = { symbol, action: 'close', price };
const { sl: __, tp: ___, ...bare } = entry;

/** In pairs: what is entered is left again, so that each begins with nothing. */
const CASES: readonly { what: string; message: Message }[] = [
  { what: 'entry with stop and target', message: entry },
  { what: 'exit that takes stop and target along', message: exit },
  { what: 'entry alone', message: bare },
  { what: 'exit alone', message: exit },
  { what: 'entry alone, the message without a price', message: { ...unpriced, sl: undefined, tp: undefined } },
  { what: 'exit, the message without a price', message: { symbol, action: 'close' } },
];

/** What one alert asks of the exchange once the process is warm: before its order, and in all with what protects it. */
export async function benchRequests(bench: ExchangeWorld, row: Row): Promise<void> {
  await withoutSchedule(bench);
  for (const market of ['spot', 'usdm'] as const) {
    for (const message of [entry, exit]) await requestsOf(bench, market, message);
    for (const { what, message } of CASES) {
      const asked = await requestsOf(bench, market, message);
      const at = asked.findIndex(({ method, path }) => method === 'POST' && path.endsWith('/order'));
      if (at < 0) throw new Error(`${market} ${what}: no order was sent`);
      row(`requests (weight) of one alert, ${market} ${what}: before the order / in all`, summaryOf(asked, at));
      row('… which', asked.map(told).join(', '));
    }
  }
  await bench.world.query(`delete from ticks`);
}

/** The schedule asks the exchange as well, and is not what is counted here: its ticks are taken by nobody. */
async function withoutSchedule({ world }: ExchangeWorld): Promise<void> {
  await world.query(
    `insert into ticks (name, claimed_at) values ('schedule', now() + interval '1 hour')
     on conflict (name) do update set claimed_at = excluded.claimed_at`,
  );
}

let sent = 0;

async function requestsOf(bench: ExchangeWorld, market: Market, message: Message): Promise<RequestEntry[]> {
  const before = (await bench.requests()).length;
  sent += 1;
  const body = JSON.stringify({ id: `requests-${sent}`, ...message });
  const response = await fetch(bench.hooks[market], { method: 'POST', body });
  if (response.status !== 202) throw new Error(`The alert was answered ${response.status}`);
  await bench.untilQuiet();
  return bench.requests(before);
}

function summaryOf(asked: readonly RequestEntry[], orderAt: number): string {
  const figure = (some: readonly RequestEntry[]): string =>
    `${some.length} (${some.reduce((total, { weight }) => total + weight, 0)})`;
  return `${figure(asked.slice(0, orderAt))} / ${figure(asked)}`;
}

function told({ method, path, weight }: RequestEntry): string {
  return `${method} ${path.split('/').slice(3).join('/')} ${weight}`;
}
