import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callPlain, callSigned, signPayload } from '../../../../support/binance/call-binance.ts';
import { API_KEY, type FakeWithCaller, startWithCaller } from '../../../../support/binance/fake-caller.ts';
import { type Ear, eventIn, hearing } from '../../../../support/binance/hear.ts';

let world: FakeWithCaller;
let ears: Ear[] = [];
beforeEach(async () => {
  world = await startWithCaller();
});
afterEach(async () => {
  for (const ear of ears) ear.close();
  ears = [];
  await world.fake.close();
});

async function listenTo(url: string): Promise<Ear> {
  const ear = await hearing(url);
  ears.push(ear);
  return ear;
}

const of = (type: string) => (message: Record<string, unknown>) => eventIn(message).e === type;
const typesOf = ({ heard }: Ear): unknown[] => heard.map((message) => eventIn(message).e).filter(Boolean);
const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.010', newClientOrderId: 'id' };

function signedParams(caller = world.spot): Record<string, unknown> {
  const params = { apiKey: caller.apiKey, timestamp: world.clock.now().getTime() };
  return { ...params, signature: signPayload(caller, `apiKey=${params.apiKey}&timestamp=${params.timestamp}`) };
}

async function subscribed(): Promise<Ear> {
  const ear = await listenTo(world.fake.urls.spotWsApi);
  ear.say({ id: 1, method: 'userDataStream.subscribe.signature', params: signedParams() });
  expect(await ear.hear(({ id }) => id === 1)).toMatchObject({ status: 200, result: { subscriptionId: 0 } });
  return ear;
}

describe('the Spot WebSocket API', () => {
  it('tells an order from its acceptance to its trade, and then the balances', async () => {
    const ear = await subscribed();
    await callSigned(world.spot, 'POST', '/api/v3/order', market);
    await ear.hear(of('outboundAccountPosition'));
    const [accepted, traded] = ear.heard.slice(1).map(eventIn);
    expect(accepted).toMatchObject({ e: 'executionReport', x: 'NEW', X: 'NEW', c: 'id' });
    expect(traded).toMatchObject({ x: 'TRADE', X: 'FILLED', l: '0.01000000', n: '0.00001000', N: 'BTC' });
    expect(ear.heard[1]).toMatchObject({ subscriptionId: 0 });
  });

  it('names the order in `C` and the cancellation in `c` of a canceled order', async () => {
    const ear = await subscribed();
    const named = { symbol: 'BTCUSDT', origClientOrderId: 'rest' };
    const limit = { type: 'LIMIT', timeInForce: 'GTC', price: '40000', newClientOrderId: 'rest' };
    await callSigned(world.spot, 'POST', '/api/v3/order', { ...market, ...limit });
    await callSigned(world.spot, 'DELETE', '/api/v3/order', named);
    const canceled = await ear.hear((message) => eventIn(message).x === 'CANCELED');
    expect(eventIn(canceled)).toMatchObject({ C: 'rest', X: 'CANCELED' });
    expect(eventIn(canceled).c).not.toBe('rest');
  });

  it('refuses a wrong signature and a second subscription', async () => {
    const ear = await subscribed();
    ear.say({ id: 2, method: 'userDataStream.subscribe.signature', params: { ...signedParams(), signature: '00' } });
    expect(await ear.hear(({ id }) => id === 2)).toMatchObject({ status: 400, error: { code: -1022 } });
    ear.say({ id: 3, method: 'userDataStream.subscribe.signature', params: signedParams() });
    expect(await ear.hear(({ id }) => id === 3)).toMatchObject({ error: { code: -2035 } });
  });

  it('logs on Ed25519 keys only', async () => {
    const ear = await listenTo(world.fake.urls.spotWsApi);
    ear.say({ id: 1, method: 'session.logon', params: signedParams() });
    expect(await ear.hear(({ id }) => id === 1)).toMatchObject({ error: { code: -4056 } });
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const apiKey = 'e'.repeat(64);
    world.fake.addAccount({ apiKey, publicKeyPem: publicKey.export({ format: 'pem', type: 'spki' }).toString() });
    ear.say({ id: 2, method: 'session.logon', params: signedParams({ ...world.spot, apiKey, privateKey }) });
    expect(await ear.hear(({ id }) => id === 2)).toMatchObject({ status: 200, result: { apiKey } });
    ear.say({ id: 3, method: 'userDataStream.subscribe' });
    expect(await ear.hear(({ id }) => id === 3)).toMatchObject({ result: { subscriptionId: 0 } });
  });

  it('answers ping and time, and warns before it goes', async () => {
    const ear = await listenTo(world.fake.urls.spotWsApi);
    ear.say({ id: 'a', method: 'ping' });
    ear.say({ id: 'b', method: 'time' });
    expect(await ear.hear(({ id }) => id === 'a')).toMatchObject({ status: 200, result: {} });
    expect(await ear.hear(({ id }) => id === 'b')).toMatchObject({
      result: { serverTime: world.clock.now().getTime() },
    });
    world.fake.announceShutdown();
    await ear.hear(of('serverShutdown'));
  });

  it('says that a subscription ended', async () => {
    const ear = await subscribed();
    ear.say({ id: 2, method: 'userDataStream.unsubscribe' });
    expect(await ear.hear(of('eventStreamTerminated'))).toMatchObject({ subscriptionId: 0 });
    world.fake.deposit(API_KEY, 'spot', 'USDT', '5');
    ear.say({ id: 3, method: 'ping' });
    await ear.hear(({ id }) => id === 3);
    expect(typesOf(ear)).toEqual(['eventStreamTerminated']);
  });

  it('tells a deposit', async () => {
    const ear = await subscribed();
    world.fake.deposit(API_KEY, 'spot', 'USDT', '5');
    expect(eventIn(await ear.hear(of('balanceUpdate')))).toMatchObject({ a: 'USDT', d: '5.00000000' });
  });
});

describe('the USD-M user data stream', () => {
  const open = async (form: (key: string) => string): Promise<Ear> => {
    const { body } = await callPlain(world.usdm, 'POST', '/fapi/v1/listenKey');
    return listenTo(`${world.fake.urls.usdmStreams}${form(String(body.listenKey))}`);
  };

  it.each([
    { form: (key: string): string => `/ws/${key}`, case: 'unrouted' },
    { form: (key: string): string => `/private/ws/${key}`, case: 'routed' },
    { form: (key: string): string => `/private/ws?listenKey=${key}`, case: 'in the query' },
    { form: (key: string): string => `/private/stream?streams=${key}`, case: 'combined' },
  ])('tells orders, account and conditional orders ($case)', async ({ form }) => {
    const ear = await open(form);
    await callSigned(world.usdm, 'POST', '/fapi/v1/order', market);
    await callSigned(world.usdm, 'POST', '/fapi/v1/algoOrder', {
      ...{ algoType: 'CONDITIONAL', symbol: 'BTCUSDT', side: 'SELL', type: 'STOP_MARKET', triggerPrice: '45000' },
      ...{ closePosition: 'true', clientAlgoId: 'stop' },
    });
    world.fake.setPrice('BTCUSDT', '45000');
    await ear.hear((message) => JSON.stringify(message).includes('FINISHED'));
    const algos = ear.heard.map(eventIn).filter(({ e }) => e === 'ALGO_UPDATE');
    expect(algos.map(({ o }) => (o as { X: string }).X)).toEqual(['NEW', 'TRIGGERING', 'TRIGGERED', 'FINISHED']);
    const orders = ear.heard.map(eventIn).filter(({ e }) => e === 'ORDER_TRADE_UPDATE');
    expect(orders).toMatchObject([
      { o: { x: 'NEW', X: 'NEW', c: 'id' } },
      { o: { x: 'TRADE', X: 'FILLED', n: '0.25000000' } },
      { o: { x: 'NEW', cp: true } },
      { o: { x: 'TRADE', rp: '-50.00000000' } },
    ]);
    expect(typesOf(ear)).toContain('ACCOUNT_UPDATE');
  });

  it('is silent on the public route', async () => {
    const ear = await open((key) => `/public/ws/${key}/btcusdt@bookTicker`);
    await callSigned(world.usdm, 'POST', '/fapi/v1/order', market);
    world.fake.setPrice('BTCUSDT', '50001');
    await ear.hear(of('bookTicker'));
    expect(typesOf(ear)).toEqual(['bookTicker']);
  });

  it('ends an hour after its key was last heard of', async () => {
    const ear = await open((key) => `/private/ws/${key}`);
    world.clock.advance(3_599_000);
    const kept = await callPlain(world.usdm, 'PUT', '/fapi/v1/listenKey');
    world.clock.advance(3_599_000);
    world.fake.tick();
    expect(ear.heard).toEqual([]);
    world.clock.advance(1_000);
    world.fake.tick();
    expect(await ear.hear(of('listenKeyExpired'))).toMatchObject({ listenKey: kept.body.listenKey });
    expect((await callPlain(world.usdm, 'PUT', '/fapi/v1/listenKey')).body.code).toBe(-1125);
  });
});

describe('market streams', () => {
  it('come wrapped when combined, one name each', async () => {
    const ear = await listenTo(`${world.fake.urls.spotStreams}/stream?streams=btcusdt@bookTicker/btcusdt@aggTrade`);
    world.fake.setPrice('BTCUSDT', '50001', { bid: '50000', ask: '50002' });
    const book = await ear.hear(({ stream }) => stream === 'btcusdt@bookTicker');
    expect(book.data).toMatchObject({ s: 'BTCUSDT', b: '50000.00000000', a: '50002.00000000' });
    expect(eventIn(await ear.hear(of('aggTrade')))).toMatchObject({ p: '50001.00000000' });
  });

  it('of USD-M are split by route, and the wrong route is silent', async () => {
    const names = 'btcusdt@bookTicker/btcusdt@kline_1m';
    const wrong = await listenTo(`${world.fake.urls.usdmStreams}/stream?streams=${names}`);
    const right = await listenTo(`${world.fake.urls.usdmStreams}/market/stream?streams=${names}`);
    world.fake.setPrice('BTCUSDT', '50001');
    await right.hear(of('kline'));
    await wrong.hear(of('bookTicker'));
    expect([typesOf(right), typesOf(wrong)]).toEqual([['kline'], ['bookTicker']]);
  });

  it('can be chosen afterwards, and too many messages in a second cut the line', async () => {
    const ear = await listenTo(`${world.fake.urls.spotStreams}/ws`);
    ear.say({ id: 1, method: 'SUBSCRIBE', params: ['btcusdt@aggTrade'] });
    expect(await ear.hear(({ id }) => id === 1)).toEqual({ result: null, id: 1 });
    world.fake.setPrice('BTCUSDT', '50001');
    await ear.hear(of('aggTrade'));
    for (let n = 0; n < 6; n += 1) ear.say({ id: n, method: 'LIST_SUBSCRIPTIONS' });
    await ear.closed;
  });
});

describe('a stream fault', () => {
  const deposits = ({ heard }: Ear): unknown[] =>
    heard
      .map(eventIn)
      .filter(({ e }) => e === 'balanceUpdate')
      .map(({ d }) => d);
  const give = (...amounts: string[]): void => {
    for (const amount of amounts) world.fake.deposit(API_KEY, 'spot', 'USDT', amount);
  };
  const match = { market: 'spot' as const, event: 'balanceUpdate' };

  it.each([
    { kind: 'drop' as const, heard: ['2', '3'] },
    { kind: 'duplicate' as const, heard: ['1', '1', '2', '3'] },
    { kind: 'reorder' as const, heard: ['2', '1', '3'] },
  ])('$kind', async ({ kind, heard }) => {
    const ear = await subscribed();
    world.fake.streamFaults.next(match, { kind });
    give('1', '2', '3');
    await ear.hear((message) => eventIn(message).d === '3.00000000');
    expect(deposits(ear)).toEqual(heard.map((amount) => `${amount}.00000000`));
  });

  it('delay lets later events pass', async () => {
    const ear = await subscribed();
    world.fake.streamFaults.next(match, { kind: 'delay', ms: 40 });
    give('1', '2');
    await ear.hear((message) => eventIn(message).d === '1.00000000');
    expect(deposits(ear)).toEqual(['2.00000000', '1.00000000']);
  });

  it('disconnect loses the event and the connection', async () => {
    const ear = await subscribed();
    world.fake.streamFaults.next(match, { kind: 'disconnect' });
    give('1');
    await ear.closed;
    expect(deposits(ear)).toEqual([]);
  });

  it('cuts every connection on command', async () => {
    const ear = await subscribed();
    world.fake.disconnectStreams();
    await ear.closed;
    expect(ear.heard).toHaveLength(1);
  });
});
