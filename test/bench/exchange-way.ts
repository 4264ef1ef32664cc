import { setTimeout as wait } from 'node:timers/promises';
import type { Market } from '../../shared/markets/market.ts';
import type { RequestEntry } from '../support/binance/request-log.ts';
import { type ExchangeWorld, SYMBOLS } from './exchange-world.ts';
import { figuresOf, ms } from './figures.ts';

type Row = (what: string, result: string) => void;

/** 300 alerts a minute. */
const PACE_MS = 200;
const IDLE_ALERTS = 60;
const PACED_ALERTS = 300;
const WARM_UP = 32;
const IDLE_PAUSE_MS = 250;

/** Both markets, every symbol: an entry with stop and target, then the exit that takes them along. */
const LANES = (['spot', 'usdm'] as const).flatMap((market) => SYMBOLS.map((one) => ({ market, ...one })));

/** From the alert's arrival at the webhook until its order is at the exchange, on one clock. */
export async function benchWay(bench: ExchangeWorld, row: Row): Promise<void> {
  await alerts(bench, 'warm', { count: WARM_UP, pauseMs: 50 });
  await measure(bench, row, { run: 'idle', what: 'one at a time', count: IDLE_ALERTS, pauseMs: IDLE_PAUSE_MS });
  await measure(bench, row, { run: 'pace', what: 'at 300 alerts/min', count: PACED_ALERTS });
}

type Load = { count: number; pauseMs?: number };

async function measure(bench: ExchangeWorld, row: Row, load: Load & { run: string; what: string }): Promise<void> {
  const before = (await bench.requests()).length;
  const sentAt = await alerts(bench, load.run, load);
  const orders = await ordersOf(bench, load.run);
  const arrivedAt = arrivals(await bench.requests(before));
  const ways = orders.flatMap(({ identity, clientOrderId, receivedAtMs, submittedAtMs }) => {
    const arrivedAtMs = arrivedAt.get(clientOrderId);
    if (arrivedAtMs === undefined) return [];
    const wholeMs = arrivedAtMs - (sentAt.get(identity) ?? Number.NaN);
    return [{ wayMs: arrivedAtMs - receivedAtMs, decidingMs: submittedAtMs - receivedAtMs, wholeMs }];
  });
  const told = (of: (way: (typeof ways)[number]) => number): string => {
    const { p50, p99, max, count } = figuresOf(ways.map(of), 1);
    return `${ms(p50)} / ${ms(p99)}, at most ${ms(max)} (${count} of ${load.count})`;
  };
  row(
    `alert received to order at the exchange, ${load.what}, p50 / p99`,
    told(({ wayMs }) => wayMs),
  );
  row(
    '… of it until the order was committed',
    told(({ decidingMs }) => decidingMs),
  );
  row(
    '… counted from when the sender began to send',
    told(({ wholeMs }) => wholeMs),
  );
}

/** Sends in turn; without a pause at the pace, whether or not the one before has ended. @returns when, by id */
async function alerts(bench: ExchangeWorld, run: string, { count, pauseMs }: Load): Promise<Map<string, number>> {
  const sentAt = new Map<string, number>();
  const startedAt = performance.now();
  const answers: Promise<void>[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const { market, message, id } = alertOf(run, nth);
    sentAt.set(id, performance.timeOrigin + performance.now());
    const answer = send(bench, market, message);
    answers.push(answer);
    if (pauseMs === undefined) await wait(Math.max(0, startedAt + (nth + 1) * PACE_MS - performance.now()));
    else {
      await answer;
      await bench.untilQuiet();
      await wait(pauseMs);
    }
  }
  await Promise.all(answers);
  await bench.untilQuiet();
  return sentAt;
}

type Alert = { id: string; market: Market; message: Record<string, unknown> };

function alertOf(run: string, nth: number): Alert {
  const lane = LANES[nth % LANES.length] ?? LANES[0];
  if (lane === undefined) throw new RangeError('Cannot send an alert: there is no lane');
  const { market, symbol, price, quantity } = lane;
  const isEntry = Math.floor(nth / LANES.length) % 2 === 0;
  const id = `${run}-${nth}`;
  const act = isEntry ? { action: 'buy', quantity, sl: '2%', tp: '4%' } : { action: 'close' };
  return { id, market, message: { id, symbol, price, ...act } };
}

async function send({ hooks }: ExchangeWorld, market: Market, message: Record<string, unknown>): Promise<void> {
  const response = await fetch(hooks[market], { method: 'POST', body: JSON.stringify(message) });
  if (response.status !== 202) throw new Error(`An alert was answered ${response.status}`);
  await response.arrayBuffer();
}

type Sent = { identity: string; clientOrderId: string; receivedAtMs: number; submittedAtMs: number };

/** The orders of the alerts themselves: what protects a position comes after it. */
async function ordersOf({ world }: ExchangeWorld, run: string): Promise<Sent[]> {
  const rows = await world.query<{ raw: string; client_order_id: string; received_at: Date; submitted_at: Date }>(
    `select a.raw, o.client_order_id, a.received_at, o.submitted_at from orders o join alerts a on a.id = o.alert_id
     where o.purpose <> 'protect' and a.raw like $1`,
    [`{"id":"${run}-%`],
  );
  return rows.map((row) => ({
    identity: /"id":"([^"]*)"/.exec(row.raw)?.[1] ?? '',
    clientOrderId: row.client_order_id,
    receivedAtMs: row.received_at.getTime(),
    submittedAtMs: row.submitted_at.getTime(),
  }));
}

/** When the exchange had the request in its hands, by the id of the order. */
function arrivals(requests: readonly RequestEntry[]): Map<string, number> {
  const orders = requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/order'));
  return new Map(orders.map(({ params, atMs }) => [params.newClientOrderId ?? '', atMs]));
}
