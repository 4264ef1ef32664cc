import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryBrake } from '../../shared/exchanges/binance/brake.memory.ts';
import { ClearKey } from '../../shared/exchanges/binance/clear-key.ts';
import { binanceClient } from '../../shared/exchanges/binance/client.http.ts';
import { endpointsOf } from '../../shared/exchanges/binance/networks.ts';
import { httpTransport } from '../../shared/exchanges/binance/transport.http.ts';
import { openUserStream } from '../../shared/exchanges/binance/user-stream.ws.ts';
import type { Exchange } from '../../shared/exchanges/exchange.ts';
import type { OrderUpdate, StreamGap, UserStream } from '../../shared/exchanges/user-stream.ts';
import type { Market } from '../../shared/markets/market.ts';
import { decimal, print, sum } from '../../shared/money/decimal.ts';
import { type BinanceWorld, binanceWorld } from '../support/binance/binance-world.ts';
import { SECRET } from '../support/binance/fake-caller.ts';
import type { StreamFault } from '../support/binance/faults/stream-faults.ts';
import { request } from './exchange.contract.ts';

const markets: Market[] = ['spot', 'usdm'];
const EVENTS: Record<Market, string> = { spot: 'executionReport', usdm: 'ORDER_TRADE_UPDATE' };

let world: BinanceWorld;
let exchange: Exchange;
let apiKey: string;
let streams: UserStream[];
let orders: OrderUpdate[];
let gaps: StreamGap[];
let losses: string[];

beforeEach(async () => {
  world = await binanceWorld();
  ({ exchange, apiKey } = world.open());
  [streams, orders, gaps, losses] = [[], [], [], []];
});
afterEach(async () => {
  for (const stream of streams) stream.close();
  const defects = world.fake.ledger.defects();
  await world.close();
  expect(defects, 'the fake was asked nothing that it could not answer').toEqual([]);
});

const connections = (): number => gaps.filter(({ reason }) => reason === 'connected').length;

async function listen(market: Market, more: { keepAliveMs?: number } = {}): Promise<void> {
  const { urls } = world.fake;
  const overrides = { spot: urls.spot, usdm: urls.usdm, spotWsApi: urls.spotWsApi };
  const endpoints = endpointsOf('testnet', { ...overrides, usdmUserStream: `${urls.usdmStreams}/private/ws` });
  const key = new ClearKey({ apiKey, secret: SECRET });
  const { now } = world.clock;
  const client = binanceClient({ transport: httpTransport(), brake: memoryBrake(now), key, endpoints, now });
  streams.push(
    openUserStream(
      market,
      { client, key, endpoints, retryMs: 20, ...more },
      {
        onOrder: (update) => void orders.push(update),
        onGap: (gap) => void gaps.push(gap),
        onLost: (reason) => void losses.push(reason),
      },
    ),
  );
  await vi.waitFor(() => expect(connections()).toBeGreaterThan(0));
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 3_000 });
const fillsHeard = () => orders.flatMap(({ fill }) => fill ?? []);
const statuses = (): string[] => orders.map(({ order }) => order.status);

describe.each(markets)('the user stream of %s', (market) => {
  it('tells of an order and its fill in the words of a look-up', async () => {
    await listen(market);
    const placed = await exchange.place(request(market, 'buy 0.01 BTCUSDT', 'tv-told'));
    if (placed.status !== 'accepted') throw new Error('The order was not accepted');
    await until(() => expect(statuses()).toEqual(['open', 'filled']));
    const { fills, averagePrice, ...order } = placed.order;
    expect(fillsHeard()).toEqual(fills);
    expect(orders.at(-1)).toMatchObject({ market, symbol: 'BTCUSDT', side: 'buy', isOurs: true, order });
    expect(print(orders.at(-1)?.order.averagePrice ?? decimal('0'))).toBe(print(averagePrice ?? decimal('1')));
    expect(gaps, 'nothing was missed').toEqual([{ market, reason: 'connected' }]);
  });

  it('names a canceled order by its own id', async () => {
    await listen(market);
    await exchange.place(request(market, 'buy 0.01 BTCUSDT at 40000', 'rest'));
    await exchange.cancel(market, 'BTCUSDT', 'rest');
    await until(() =>
      expect(orders.map(({ order }) => [order.clientOrderId, order.status])).toEqual([
        ['rest', 'open'],
        ['rest', 'canceled'],
      ]),
    );
  });

  it.each<{ case: string; fault: StreamFault }>([
    { case: 'twice', fault: { kind: 'duplicate' } },
    { case: 'late', fault: { kind: 'delay', ms: 60 } },
    { case: 'in the wrong order', fault: { kind: 'reorder' } },
  ])('tells of each fill once, and ends with the end, when events come $case', async ({ fault }) => {
    await listen(market);
    world.fake.fillInParts({ parts: 3, ticksApart: 1 });
    world.fake.streamFaults.next({ market, event: EVENTS[market] }, fault, 3);
    const placed = await exchange.place(request(market, 'buy 0.03 BTCUSDT', 'parts'));
    if (placed.status !== 'accepted') throw new Error('The order was not accepted');
    const ids = () => fillsHeard().map(({ exchangeTradeId }) => exchangeTradeId);
    await until(() => expect(ids().sort()).toEqual(placed.order.fills.map((fill) => fill.exchangeTradeId).sort()));
    await until(() => expect(orders.at(-1)?.order.status).toBe('filled'));
    const filled = orders.map(({ order }) => Number(print(order.filledQuantity)));
    expect(filled, 'an order never goes backwards').toEqual(filled.toSorted((a, b) => a - b));
  });

  it('says when fills were not told, so that they can be looked up', async () => {
    await listen(market);
    world.fake.fillInParts({ parts: 3, ticksApart: 1 });
    world.fake.streamFaults.next({ market, event: EVENTS[market] }, { kind: 'drop' }, 2);
    await exchange.place(request(market, 'buy 0.03 BTCUSDT', 'parts'));
    const missed = { market, reason: 'missed_fills', symbol: 'BTCUSDT', clientOrderId: 'parts' };
    await until(() => expect(gaps).toContainEqual(missed));
    await until(() => expect(orders.at(-1)?.order.status).toBe('filled'));
    expect(print(sum(fillsHeard().map(({ quantity }) => quantity)))).not.toBe('0.03');
  });

  it('comes back after a loss, says so, and hears again', async () => {
    await listen(market);
    world.fake.disconnectStreams();
    await until(() => expect(connections()).toBe(2));
    expect(losses).toHaveLength(1);
    await exchange.place(request(market, 'buy 0.01 BTCUSDT', 'after'));
    await until(() => expect(statuses()).toEqual(['open', 'filled']));
  });

  it('reports a gap when the connection goes instead of an event', async () => {
    await listen(market);
    world.fake.streamFaults.next({ market, event: EVENTS[market] }, { kind: 'disconnect' });
    await exchange.place(request(market, 'buy 0.01 BTCUSDT', 'lost'));
    await until(() => expect(connections()).toBe(2));
  });

  it('is silent once it is closed', async () => {
    await listen(market);
    for (const stream of streams) stream.close();
    await exchange.place(request(market, 'buy 0.01 BTCUSDT', 'unheard'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([orders, losses, connections()]).toEqual([[], [], 1]);
  });
});

describe('the user stream of spot alone', () => {
  it('goes elsewhere when the server says that it is going', async () => {
    await listen('spot');
    world.fake.announceShutdown();
    await until(() => expect(connections()).toBe(2));
    expect(losses).toEqual(['the exchange says "serverShutdown"']);
  });

  it('keeps trying, and says why, when it is not let in', async () => {
    const { urls } = world.fake;
    const endpoints = endpointsOf('testnet', { spot: urls.spot, spotWsApi: urls.spotWsApi });
    const key = new ClearKey({ apiKey, secret: 'x'.repeat(64) });
    const { now } = world.clock;
    const client = binanceClient({ transport: httpTransport(), brake: memoryBrake(now), key, endpoints, now });
    const onLost = (reason: string) => void losses.push(reason);
    const deaf = { onOrder: () => {}, onGap: (gap: StreamGap) => void gaps.push(gap), onLost };
    streams.push(openUserStream('spot', { client, key, endpoints, refusedRetryMs: 10 }, deaf));
    await until(() => expect(losses.length).toBeGreaterThan(1));
    expect(losses[0]).toBe('the exchange answered 400: Signature for this request is not valid.');
    expect(gaps).toEqual([]);
  });

  it('asks whether anybody is there, and stays when somebody is', async () => {
    await listen('spot', { keepAliveMs: 20 });
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(losses).toEqual([]);
  });
});

describe('the user stream of USD-M alone', () => {
  it('does not ask for a while with a key that was refused', async () => {
    const { urls } = world.fake;
    const endpoints = endpointsOf('testnet', { usdm: urls.usdm });
    const key = new ClearKey({ apiKey: 'n'.repeat(64), secret: SECRET });
    const { now } = world.clock;
    const client = binanceClient({ transport: httpTransport(), brake: memoryBrake(now), key, endpoints, now });
    const onLost = (reason: string) => void losses.push(reason);
    const deaf = { onOrder: () => {}, onGap: (gap: StreamGap) => void gaps.push(gap), onLost };
    streams.push(openUserStream('usdm', { client, key, endpoints, retryMs: 1, refusedRetryMs: 60_000 }, deaf));
    await until(() => expect(losses).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([losses.length, losses[0]]).toEqual([1, expect.stringContaining('-2015')]);
  });

  it('waits, and connects nowhere, while the exchange asks us to wait', async () => {
    const { urls } = world.fake;
    const endpoints = endpointsOf('testnet', { spot: urls.spot, spotWsApi: urls.spotWsApi, usdm: urls.usdm });
    const key = new ClearKey({ apiKey, secret: SECRET });
    const brake = memoryBrake(world.clock.now);
    for (const market of markets) await brake.hold(`testnet:${market}:weight:shared`, 60_000);
    const client = binanceClient({ transport: httpTransport(), brake, key, endpoints, now: world.clock.now });
    const onLost = (reason: string) => void losses.push(reason);
    const deaf = { onOrder: () => {}, onGap: (gap: StreamGap) => void gaps.push(gap), onLost };
    const asked = world.fake.ledger.requests().length;
    for (const market of markets)
      streams.push(openUserStream(market, { client, key, endpoints, retryMs: 60_000 }, deaf));
    await until(() => expect(losses).toHaveLength(2));
    for (const loss of losses) expect(loss).toContain('The exchange has asked us to wait');
    expect([gaps, world.fake.ledger.requests().length]).toEqual([[], asked]);
  });

  const keys = (method: string): number =>
    world.fake.ledger.requests().filter((one) => one.path === '/fapi/v1/listenKey' && one.method === method).length;

  it('keeps its listen key alive', async () => {
    await listen('usdm', { keepAliveMs: 20 });
    await until(() => expect(keys('PUT')).toBeGreaterThan(1));
    expect(losses).toEqual([]);
  });

  it('takes a new listen key when the old one has run out', async () => {
    await listen('usdm');
    world.fake.expireListenKey(apiKey);
    await until(() => expect(connections()).toBe(2));
    expect([losses, keys('POST')]).toEqual([['the exchange says "listenKeyExpired"'], 2]);
    await exchange.place(request('usdm', 'buy 0.01 BTCUSDT', 'after'));
    await until(() => expect(statuses()).toEqual(['open', 'filled']));
  });

  it('tells of conditional orders, and says when one has become another order', async () => {
    await listen('usdm');
    await exchange.place(request('usdm', 'buy 0.1 BTCUSDT', 'entry'));
    await exchange.place({
      ...request('usdm', 'sell 0.1 BTCUSDT reduce', 'tv-guard'),
      ...{ type: 'stop_market', stopPrice: decimal('49000'), purpose: 'protect' },
    });
    await until(() => expect(orders.at(-1)?.order).toMatchObject({ clientOrderId: 'tv-guard', status: 'open' }));
    world.fake.setPrice('BTCUSDT', '48900');
    const triggered = { market: 'usdm', reason: 'triggered', symbol: 'BTCUSDT', clientOrderId: 'tv-guard' };
    await until(() => expect(gaps).toContainEqual(triggered));
    expect(await exchange.lookUp('usdm', 'BTCUSDT', 'tv-guard')).toMatchObject({ order: { status: 'filled' } });
  });
});
