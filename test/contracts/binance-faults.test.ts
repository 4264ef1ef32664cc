import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '../../shared/errors/app-error.ts';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import type { Market } from '../../shared/markets/market.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { type BinanceWorld, binanceWorld } from '../support/binance/binance-world.ts';
import * as answers from '../support/binance/faults/answers.ts';
import type { Fault } from '../support/binance/faults/fault.ts';
import { request, showOutcome } from './exchange.contract.ts';

let world: BinanceWorld;
let exchange: Exchange;
let apiKey: string;
beforeEach(async () => {
  world = await binanceWorld({ timeLimits: { orderMs: 150, readMs: 150 } });
  ({ exchange, apiKey } = world.open());
});
afterEach(async () => {
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const PATHS: Record<Market, string> = { spot: '/api/v3/order', usdm: '/fapi/v1/order' };
const posts = (): number => world.fake.ledger.requests().filter(({ method }) => method === 'POST').length;
const buy = (market: Market, id: string) => request(market, 'buy 0.01 BTCUSDT', id);

type Row = { case: string; on: Market[]; fault: Fault; status: string };
const BOTH: Market[] = ['spot', 'usdm'];
const either = (name: string, on: Market[], make: (executed: boolean) => Fault, status: string): Row[] =>
  [true, false].map((executed) => ({
    ...{ case: `${name}, ${executed ? 'after' : 'before'} it was carried out`, on, fault: make(executed), status },
  }));

const rows: Row[] = [
  ...either('a reset', BOTH, (executed) => ({ kind: 'reset', executed }), 'unknown'),
  ...either('silence', BOTH, (executed) => ({ kind: 'silence', executed }), 'unknown'),
  ...either('a 502', ['spot'], (executed) => answers.spotServerError(502, executed), 'unknown'),
  ...either('a 503', ['spot'], (executed) => answers.spotServerError(503, executed), 'unknown'),
  ...either('-1006', BOTH, answers.unexpectedResponse, 'unknown'),
  ...either('-1007', BOTH, answers.backendTimeout, 'unknown'),
  ...either('a 408', ['usdm'], answers.requestTimeout, 'unknown'),
  ...either('503 "Unknown error"', ['usdm'], answers.unknownError, 'unknown'),
  {
    case: 'an answer that is not quite JSON',
    on: BOTH,
    fault: { kind: 'malformed', executed: true },
    status: 'unknown',
  },
  { case: 'half an answer', on: BOTH, fault: { kind: 'truncated', executed: true }, status: 'unknown' },
  { case: '503 "Service Unavailable."', on: ['usdm'], fault: answers.serviceUnavailable(), status: 'not_executed' },
  { case: '503 "Internal error"', on: ['usdm'], fault: answers.internalError(), status: 'not_executed' },
  { case: '503 throttled', on: ['usdm'], fault: answers.throttled(), status: 'not_executed' },
  { case: 'the firewall', on: BOTH, fault: answers.firewall(), status: 'not_executed' },
  { case: '429', on: BOTH, fault: answers.tooManyRequests(7), status: 'not_executed' },
  { case: '418', on: BOTH, fault: answers.banned(120, 0), status: 'not_executed' },
  { case: 'too little money', on: ['spot'], fault: answers.insufficientBalance(), status: 'rejected' },
];

describe('an order whose answer is', () => {
  it.each(rows.flatMap((row) => row.on.map((market) => ({ ...row, market }))))(
    '$case is $status on $market, and happens at most once whatever is done then',
    async ({ market, fault, status }) => {
      world.fake.faults.next({ method: 'POST', path: PATHS[market] }, fault);
      expect((await exchange.place(buy(market, 'faulted'))).status).toBe(status);
      const submittedAt = world.clock.now();
      const truth = world.fake.ledger.ordersByClientId('faulted').length;
      expect(posts(), 'it was sent once').toBe(1);
      world.clock.advance(130_000);
      const another = world.reopen(apiKey);
      const found = await another.lookUp(market, 'BTCUSDT', 'faulted', submittedAt);
      expect(found).toMatchObject(truth === 1 ? { status: 'found' } : { status: 'not_found', isFinal: true });
      if (found.status === 'not_found')
        expect(showOutcome(await another.place(buy(market, 'faulted')))).toMatch('filled');
      expect(world.fake.ledger.ordersByClientId('faulted')).toHaveLength(1);
    },
  );
});

describe('an order that was written down before it was sent', () => {
  it.each(BOTH)('is sent on %s as of then', async (market) => {
    const submittedAt = world.clock.now();
    world.clock.advance(2_000);
    expect(showOutcome(await exchange.place({ ...buy(market, 'soon'), submittedAt }))).toMatch('filled');
    const [sent] = world.fake.ledger.requests().filter(({ method }) => method === 'POST');
    expect(sent?.params.timestamp).toBe(String(submittedAt.getTime()));
  });

  it.each(BOTH)('too long ago is not taken on %s any more: others may have sent it since', async (market) => {
    const submittedAt = world.clock.now();
    world.clock.advance(60_000);
    expect((await exchange.place({ ...buy(market, 'late'), submittedAt })).status).toBe('not_executed');
    expect(world.fake.ledger.ordersByClientId('late')).toEqual([]);
  });

  it('too long ago is not taken as a pair either', async () => {
    const { exchange: holder } = world.open({ spot: { BTC: '1' } });
    const submittedAt = world.clock.now();
    world.clock.advance(60_000);
    const pair = {
      ...({ market: 'spot', symbol: 'BTCUSDT', side: 'sell', quantity: decimal('0.01'), submittedAt } as const),
      takeProfit: { type: 'limit', price: decimal('51000'), clientOrderId: 'target' } as const,
      stop: { type: 'stop_market', stopPrice: decimal('49000'), clientOrderId: 'stop' } as const,
    };
    expect((await holder.placePair(pair)).status).toBe('not_executed');
    expect(world.fake.ledger.orders()).toEqual([]);
  });

  it('counts by the clock of the exchange, which is asked again when it refuses', async () => {
    await exchange.place(buy('spot', 'first'));
    world.fake.setDriftMs(30_000);
    const submittedAt = world.clock.now();
    expect(showOutcome(await exchange.place({ ...buy('spot', 'second'), submittedAt }))).toMatch('filled');
  });
});

describe('lookUp()', () => {
  it('does not believe "not found" before the window and the time of the engine are over', async () => {
    world.fake.faults.next({ method: 'POST' }, { kind: 'reset', executed: false });
    await exchange.place(buy('spot', 'lost'));
    const submittedAt = world.clock.now();
    for (const ms of [0, 5_000, 9_000]) {
      world.clock.advance(ms);
      expect(await exchange.lookUp('spot', 'BTCUSDT', 'lost', submittedAt)).toMatchObject({ isFinal: false });
    }
    world.clock.advance(10_000);
    expect(await exchange.lookUp('spot', 'BTCUSDT', 'lost', submittedAt)).toMatchObject({ isFinal: true });
  });

  it('never believes it without knowing when the order was sent', async () => {
    expect(await exchange.lookUp('spot', 'BTCUSDT', 'whenever')).toEqual({ status: 'not_found', isFinal: false });
  });

  it('counts from its own last sending when that was later than the caller knows', async () => {
    const first = world.clock.now();
    world.clock.advance(60_000);
    world.fake.faults.next({ method: 'POST' }, { kind: 'reset', executed: false });
    await exchange.place(buy('usdm', 'resent'));
    expect(await exchange.lookUp('usdm', 'BTCUSDT', 'resent', first)).toMatchObject({ isFinal: false });
  });

  it.each(BOTH)('finds an order on %s by the history of the account when the look-up by id lags', async (market) => {
    world.fake.faults.next({ method: 'POST' }, { kind: 'reset', executed: true });
    await exchange.place(buy(market, 'lagging'));
    const submittedAt = world.clock.now();
    world.clock.advance(30_000);
    world.fake.faults.next({ method: 'GET', path: PATHS[market] }, { kind: 'stale', executed: true, lagMs: 60_000 });
    expect(await exchange.lookUp(market, 'BTCUSDT', 'lagging', submittedAt)).toMatchObject({
      status: 'found',
      order: { status: 'filled', clientOrderId: 'lagging' },
    });
  });

  it.each(BOTH)('finds an order on %s by its trades when the list of orders lags as well', async (market) => {
    world.fake.faults.next({ method: 'POST' }, { kind: 'reset', executed: true });
    await exchange.place(buy(market, 'lagging'));
    const submittedAt = world.clock.now();
    world.clock.advance(30_000);
    const stale: Fault = { kind: 'stale', executed: true, lagMs: 60_000 };
    world.fake.faults.next({ method: 'GET', path: PATHS[market] }, stale);
    world.fake.faults.next(
      { method: 'GET', path: market === 'spot' ? '/api/v3/allOrders' : '/fapi/v1/allOrders' },
      stale,
    );
    expect(await exchange.lookUp(market, 'BTCUSDT', 'lagging', submittedAt)).toMatchObject({
      order: { status: 'filled', clientOrderId: 'lagging' },
    });
  });

  it('throws what it cannot find out, and names no secret', async () => {
    const stranger = world.open({ secret: 'x'.repeat(64) });
    const error = await stranger.exchange.lookUp('spot', 'BTCUSDT', 'any').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'exchange_unavailable', retryable: false });
    const shown = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error);
    expect(shown).toContain('-1022');
    expect(shown).not.toContain(stranger.apiKey);
    expect(shown).not.toContain('signature=');
  });
});

describe('one id, one order', () => {
  it.each(BOTH)('answers a duplicate on %s with the order that has the id', async (market) => {
    const resting = request(market, 'buy 0.01 BTCUSDT at 40000', 'resting');
    const first = await exchange.place(resting);
    const again = await world.reopen(apiKey).place(resting);
    expect(again).toEqual(first);
    expect(world.fake.ledger.ordersByClientId('resting')).toHaveLength(1);
  });

  it.each(BOTH)('looks up on %s what this process sent before, filled or not', async (market) => {
    const first = await exchange.place(buy(market, 'filled'));
    expect(await exchange.place(buy(market, 'filled'))).toEqual(first);
    expect(posts()).toBe(1);
  });

  it('does not send again what may still arrive', async () => {
    world.fake.faults.next({ method: 'POST' }, { kind: 'reset', executed: false });
    await exchange.place(buy('spot', 'pending'));
    expect(await exchange.place(buy('spot', 'pending'))).toMatchObject({ status: 'unknown' });
    expect(posts()).toBe(1);
    world.clock.advance(20_000);
    expect(showOutcome(await exchange.place(buy('spot', 'pending')))).toBe('filled 0.01 @ 50000');
  });
});

describe('the clock', () => {
  it.each(BOTH)(
    'of the exchange on %s may go wrong: it is read again, and the order sent once more',
    async (market) => {
      await exchange.place(buy(market, 'before'));
      world.fake.setDriftMs(-60_000);
      expect(showOutcome(await exchange.place(buy(market, 'late')))).toBe('filled 0.01 @ 50000');
      expect(posts(), 'one before, two for this one').toBe(3);
      expect(world.fake.ledger.ordersByClientId('late')).toHaveLength(1);
    },
  );

  it('is set once and no more for one order', async () => {
    world.fake.faults.next({ method: 'POST' }, answers.outsideWindowFault(), 5);
    expect(await exchange.place(buy('spot', 'never'))).toMatchObject({ status: 'not_executed' });
    expect(posts()).toBe(2);
  });

  it('that cannot be read keeps the order here', async () => {
    world.fake.faults.next({ path: '/api/v3/time' }, { kind: 'reset', executed: false }, 5);
    expect(await exchange.place(buy('spot', 'timeless'))).toMatchObject({ status: 'not_executed' });
    expect(posts()).toBe(0);
  });

  it('is not read again for every request', async () => {
    for (let n = 0; n < 5; n += 1) await exchange.balances('spot');
    expect(world.fake.ledger.requests().filter(({ path }) => path === '/api/v3/time')).toHaveLength(1);
  });
});

describe('the brake', () => {
  it.each([
    { case: '429', fault: answers.tooManyRequests(7), waitMs: 7_000 },
    { case: '418', fault: answers.banned(120, 0), waitMs: 120_000 },
  ])('sends nothing from any account after $case until the time is over', async ({ fault, waitMs }) => {
    const other = world.open();
    world.fake.faults.next({ method: 'POST' }, fault);
    expect(await exchange.place(buy('spot', 'one'))).toMatchObject({ status: 'not_executed', retryAfterMs: waitMs });
    const before = world.fake.ledger.requests().length;
    expect(await other.exchange.place(buy('spot', 'two'))).toMatchObject({
      status: 'not_executed',
      retryAfterMs: waitMs,
    });
    await expect(other.exchange.balances('spot')).rejects.toMatchObject({
      code: 'exchange_unavailable',
      retryable: true,
    });
    expect(world.fake.ledger.requests()).toHaveLength(before);
    expect(showOutcome(await other.exchange.place(buy('usdm', 'elsewhere'))), 'USD-M counts for itself').toMatch(
      'filled',
    );
    world.clock.advance(waitMs);
    expect(showOutcome(await exchange.place(buy('spot', 'one')))).toMatch('filled');
  });

  it('holds only the orders of the account that made too many', async () => {
    await world.close();
    const limit = { label: '10S', interval: 'SECOND', intervalNum: 10, limit: 1 } as const;
    world = await binanceWorld({ spotOrderLimits: [limit] });
    ({ exchange } = world.open());
    const other = world.open();
    const resting = (id: string) => request('spot', 'buy 0.01 BTCUSDT at 40000', id);
    await exchange.place(resting('first'));
    expect(await exchange.place(resting('second'))).toMatchObject({ status: 'not_executed', retryAfterMs: 10_000 });
    expect(await exchange.place(resting('third'))).toMatchObject({ status: 'not_executed' });
    expect(posts(), 'the third was not sent').toBe(2);
    expect(showOutcome(await other.exchange.place(resting('other')))).toBe('open');
    expect(await exchange.cancel('spot', 'BTCUSDT', 'first')).toMatchObject({ status: 'canceled' });
  });

  it('keeps what is left of the weight for orders, until the minute of the exchange is over', async () => {
    world.fake.setDriftMs(50_000);
    let error: unknown;
    for (let n = 0; n < 90 && error === undefined; n += 1)
      error = await exchange.openOrders('spot').then(
        () => undefined,
        (caught: unknown) => caught,
      );
    expect(error).toMatchObject({ code: 'exchange_unavailable', message: expect.stringContaining('asked us to wait') });
    const { retryAfterMs } = (error as AppError).details;
    expect(retryAfterMs).toBeGreaterThan(9_000);
    expect(retryAfterMs, 'it is ten seconds to twelve there').toBeLessThanOrEqual(10_000);
    expect(
      world.fake.ledger.requests().every(({ status }) => status === 200),
      'nothing was refused',
    ).toBe(true);
    expect(showOutcome(await exchange.place(buy('spot', 'urgent')))).toMatch('filled');
  });
});

describe('a read', () => {
  const opened = () => world.fake.ledger.requests().filter(({ path }) => path === '/fapi/v1/openOrders').length;

  it.each([
    { case: 'a 503', fault: answers.internalError() },
    { case: 'a 408', fault: answers.backendTimeout(false) },
    { case: 'a reset connection', fault: { kind: 'reset', executed: false } satisfies Fault },
    { case: 'an answer that is cut off', fault: { kind: 'truncated', executed: true } satisfies Fault },
    { case: 'an answer that is not JSON', fault: { kind: 'malformed', executed: true } satisfies Fault },
  ])('that met $case is asked once more', async ({ fault }) => {
    world.fake.faults.next({ path: '/fapi/v1/openOrders' }, fault);
    expect(await exchange.openOrders('usdm')).toEqual([]);
    expect(opened()).toBe(2);
  });

  it.each([
    { case: 'a limit', fault: answers.tooManyRequests(7), retryAfterMs: 7_000 },
    { case: 'a ban', fault: answers.banned(120, Date.now() + 120_000), retryAfterMs: 120_000 },
    { case: 'the firewall', fault: answers.firewall(), retryAfterMs: undefined },
  ])('that met $case is not, and says how long to wait where the exchange did', async ({ fault, retryAfterMs }) => {
    world.fake.faults.next({ path: '/fapi/v1/openOrders' }, fault);
    await expect(exchange.openOrders('usdm')).rejects.toMatchObject({
      ...{ code: 'exchange_unavailable', retryable: true, details: { retryAfterMs } },
    });
    expect(opened()).toBe(1);
  });
});

describe('what is filled', () => {
  const staleTrades: Fault = { kind: 'stale', executed: true, lagMs: 500 };
  it.each([
    { case: 'cannot be read', fault: answers.serviceUnavailable(), reads: 4 },
    { case: 'lag behind the order', fault: staleTrades, reads: 2 },
  ])('is not told before all of it is known: its trades $case', async ({ fault, reads }) => {
    world.fake.faults.next({ path: '/fapi/v1/userTrades' }, fault, reads);
    expect(await exchange.place(buy('usdm', 'blind'))).toMatchObject({
      status: 'unknown',
      exchangeOrderId: expect.stringMatching(/^\d+$/),
    });
    await expect(exchange.lookUp('usdm', 'BTCUSDT', 'blind')).rejects.toMatchObject({ code: 'exchange_unavailable' });
    expect(await exchange.lookUp('usdm', 'BTCUSDT', 'blind')).toMatchObject({
      order: { status: 'filled', fills: [{ commissionAsset: 'USDT' }] },
    });
  });

  it.each(BOTH)('comes with every part of it on %s, and the same parts when looked up', async (market) => {
    world.fake.fillInParts({ parts: 3, ticksApart: 1 });
    const placed = await exchange.place(buy(market, 'parts'));
    if (placed.status !== 'accepted') throw new Error('The order was not accepted');
    expect(placed.order.fills).toHaveLength(3);
    expect(new Set(placed.order.fills.map(({ exchangeTradeId }) => exchangeTradeId)).size).toBe(3);
    expect(await exchange.lookUp(market, 'BTCUSDT', 'parts')).toEqual({ status: 'found', order: placed.order });
    const since = new Date(world.clock.now().getTime() - 1_000);
    const { exchangeOrderId } = placed.order;
    expect(await exchange.fillsOf(market, 'BTCUSDT', exchangeOrderId)).toEqual(placed.order.fills);
    expect(await exchange.fillsSince(market, 'BTCUSDT', since)).toEqual(
      placed.order.fills.map((fill) => ({ ...fill, exchangeOrderId, side: 'buy' })),
    );
  });

  it('keeps the ids of orders to the last digit', async () => {
    const placed = await exchange.place(request('usdm', 'buy 0.1 ETHUSDT', 'huge'));
    const [truth] = world.fake.ledger.ordersByClientId('huge');
    expect(placed).toMatchObject({ order: { exchangeOrderId: truth?.orderId, fills: [{}] } });
    expect(BigInt(truth?.orderId ?? '0')).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
  });
});

describe('prices', () => {
  it('of USD-M grow old, and then are none', async () => {
    world.clock.advance(59_000);
    const last = await exchange.lastPrice('usdm', 'BTCUSDT');
    expect(last?.price.toFixed()).toBe('50000');
    expect(world.clock.now().getTime() - (last?.seenAt.getTime() ?? 0), 'its age').toBe(59_000);
    expect(await exchange.bookTicker('usdm', 'BTCUSDT')).toBeDefined();
    world.clock.advance(2_000);
    expect(await exchange.lastPrice('usdm', 'BTCUSDT')).toBeUndefined();
    expect(await exchange.bookTicker('usdm', 'BTCUSDT')).toBeUndefined();
  });

  it('of spot are those of now, and there are none of what is not traded', async () => {
    expect(await exchange.lastPrice('spot', 'BTCUSDT')).toMatchObject({ seenAt: world.clock.now() });
    expect(await exchange.lastPrice('spot', 'NOSUCH')).toBeUndefined();
    const book = await exchange.bookTicker('spot', 'BTCUSDT');
    expect([book?.bid.toFixed(), book?.ask.toFixed()]).toEqual(['50000', '50000']);
  });
});
