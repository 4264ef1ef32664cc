import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CallReply, callPlain, callSigned } from '../../../../support/binance/call-binance.ts';
import { API_KEY, type FakeWithCaller, startWithCaller } from '../../../../support/binance/fake-caller.ts';

let world: FakeWithCaller;
beforeEach(async () => {
  world = await startWithCaller();
});
afterEach(() => world.fake.close());

const PATH = '/api/v3/order';
type Values = Record<string, string>;
const order = (values: Values): Promise<CallReply> =>
  callSigned(world.spot, 'POST', PATH, { symbol: 'BTCUSDT', ...values });
const buy = { side: 'BUY', type: 'MARKET', quantity: '0.01' };
const limitBuy = { side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01', price: '49000' };
const balanceOf = (asset: string): unknown =>
  world.fake.ledger.balances(API_KEY, 'spot').find((balance) => balance.asset === asset);

describe('a market order', () => {
  it('fills at the ask, less commission in what was bought, exact to the last digit', async () => {
    world.fake.setPrice('BTCUSDT', '50000', { bid: '49999.99', ask: '50000.01' });
    const { body } = await order({ ...buy, newClientOrderId: 'one' });
    expect(body).toMatchObject({ status: 'FILLED', executedQty: '0.01000000', cummulativeQuoteQty: '500.00010000' });
    expect(body.fills).toMatchObject([{ price: '50000.01000000', commission: '0.00001000', commissionAsset: 'BTC' }]);
    expect(balanceOf('USDT')).toEqual({ asset: 'USDT', free: '9499.9999', locked: '0' });
    expect(balanceOf('BTC')).toEqual({ asset: 'BTC', free: '1.00999', locked: '0' });
  });

  it('that sells gets the bid, less commission in what was received', async () => {
    world.fake.setPrice('BTCUSDT', '50000', { bid: '49990' });
    await order({ ...buy, side: 'SELL', quantity: '0.5' });
    expect(balanceOf('USDT')).toEqual({ asset: 'USDT', free: '34970.005', locked: '0' });
  });

  it('does not block its client order id once it is filled', async () => {
    await order({ ...buy, newClientOrderId: 'twice' });
    const again = await order({ ...buy, newClientOrderId: 'twice' });
    expect(again.status).toBe(200);
    expect(world.fake.ledger.ordersByClientId('twice'), 'executed twice').toHaveLength(2);
  });

  it('by amount buys whole steps and never spends more than asked', async () => {
    const { body } = await order({ side: 'BUY', type: 'MARKET', quoteOrderQty: '100.7' });
    expect(body).toMatchObject({
      executedQty: '0.00201000',
      cummulativeQuoteQty: '100.50000000',
      origQuoteOrderQty: '100.70000000',
    });
  });

  it('that the account cannot pay for is refused with -2010 and changes nothing', async () => {
    const { body } = await order({ ...buy, quantity: '0.3' });
    expect(body).toEqual({ code: -2010, msg: 'Account has insufficient balance for requested action.' });
    expect(world.fake.ledger.orders()).toEqual([]);
    expect(balanceOf('USDT')).toMatchObject({ free: '10000' });
  });

  it('makes one trade per part', async () => {
    world.fake.fillInParts({ parts: 3, ticksApart: 100 });
    const { body } = await order({ ...buy, quantity: '0.01' });
    expect(body).toMatchObject({ status: 'FILLED', cummulativeQuoteQty: '500.01001000' });
    expect(body.fills).toMatchObject([
      { price: '50000.00000000', qty: '0.00333000' },
      { price: '50001.00000000', qty: '0.00333000' },
      { price: '50002.00000000', qty: '0.00334000' },
    ]);
  });

  it('that finds too little on the book trades that and expires', async () => {
    world.fake.setPrice('BTCUSDT', '50000', { askQty: '0.004' });
    const { body } = await order(buy);
    expect(body).toMatchObject({
      status: 'EXPIRED',
      executedQty: '0.00400000',
      expiryReason: 'INSUFFICIENT_LIQUIDITY',
    });
  });

  it('pays commission in BNB at a quarter off when the account wants that and has some', async () => {
    const bnb = 'b'.repeat(64);
    const caller = { ...world.spot, apiKey: bnb };
    world.fake.addAccount({
      apiKey: bnb,
      secret: 's'.repeat(64),
      payCommissionInBnb: true,
      spot: { USDT: '1000', BNB: '1' },
    });
    const { body } = await callSigned(caller, 'POST', PATH, { symbol: 'BTCUSDT', ...buy });
    expect(body.fills).toMatchObject([{ commission: '0.00062500', commissionAsset: 'BNB' }]);
  });
});

describe('a limit order', () => {
  it('that crosses fills as taker at the better price of the book', async () => {
    const { body } = await order({ ...limitBuy, price: '51000' });
    expect(body).toMatchObject({ status: 'FILLED', cummulativeQuoteQty: '500.00000000' });
    expect(balanceOf('USDT')).toEqual({ asset: 'USDT', free: '9500', locked: '0' });
  });

  it('rests with its money locked and fills as maker at its own price', async () => {
    await order({ ...limitBuy, newClientOrderId: 'rest' });
    expect(balanceOf('USDT')).toEqual({ asset: 'USDT', free: '9510', locked: '490' });
    world.fake.setPrice('BTCUSDT', '48000');
    const [entry] = world.fake.ledger.ordersByClientId('rest');
    expect(entry).toMatchObject({ status: 'FILLED', trades: [{ price: '49000', isMaker: true }] });
    expect(balanceOf('USDT')).toEqual({ asset: 'USDT', free: '9510', locked: '0' });
  });

  it('fills one part per change of price', async () => {
    world.fake.fillInParts({ parts: 2, ticksApart: 0 });
    await order({ ...limitBuy, newClientOrderId: 'parts' });
    world.fake.setPrice('BTCUSDT', '48000');
    expect(world.fake.ledger.ordersByClientId('parts')).toMatchObject([
      { status: 'PARTIALLY_FILLED', executedQuantity: '0.005' },
    ]);
    expect(balanceOf('USDT')).toMatchObject({ locked: '245' });
    world.fake.setPrice('BTCUSDT', '48000');
    expect(world.fake.ledger.ordersByClientId('parts')).toMatchObject([{ status: 'FILLED' }]);
  });

  it('blocks its client order id while it is open, and no longer when it is canceled', async () => {
    const id = { newClientOrderId: 'open' };
    await order({ ...limitBuy, ...id });
    expect((await order({ ...limitBuy, ...id })).body).toEqual({ code: -2010, msg: 'Duplicate order sent.' });
    const canceled = await callSigned(world.spot, 'DELETE', PATH, { symbol: 'BTCUSDT', origClientOrderId: 'open' });
    expect(canceled.body).toMatchObject({ status: 'CANCELED', origClientOrderId: 'open' });
    expect(canceled.body.clientOrderId, 'the id of the cancellation').not.toBe('open');
    expect(balanceOf('USDT')).toEqual({ asset: 'USDT', free: '10000', locked: '0' });
    expect((await order({ ...limitBuy, ...id })).status).toBe(200);
  });

  it('that is unknown or closed cannot be canceled', async () => {
    const missing = await callSigned(world.spot, 'DELETE', PATH, { symbol: 'BTCUSDT', origClientOrderId: 'never' });
    expect(missing.body).toEqual({ code: -2011, msg: 'Unknown order sent.' });
    await order({ ...buy, newClientOrderId: 'done' });
    const done = await callSigned(world.spot, 'DELETE', PATH, { symbol: 'BTCUSDT', origClientOrderId: 'done' });
    expect(done.body.code).toBe(-2011);
  });

  it.each([
    { timeInForce: 'IOC', expiryReason: 'UNFILLED_IOC_QUANTITY_EXPIRED' },
    { timeInForce: 'FOK', expiryReason: 'UNFILLED_FOK_ORDER_EXPIRED' },
  ])('$timeInForce expires at once when nothing meets it', async ({ timeInForce, expiryReason }) => {
    const { body } = await order({ ...limitBuy, timeInForce });
    expect(body).toMatchObject({ status: 'EXPIRED', executedQty: '0.00000000', expiryReason });
    expect(balanceOf('USDT')).toMatchObject({ free: '10000' });
  });

  it('that must be maker is refused when it would take', async () => {
    const { body } = await order({ side: 'BUY', type: 'LIMIT_MAKER', quantity: '0.01', price: '50000' });
    expect(body).toEqual({ code: -2010, msg: 'Order would immediately match and take.' });
  });
});

describe('a stop', () => {
  const stop = { side: 'SELL', type: 'STOP_LOSS', quantity: '0.1', stopPrice: '45000', newClientOrderId: 'stop' };

  it('waits below the market and then sells at the bid', async () => {
    const { body } = await order(stop);
    expect(body, 'ACK is the default of a stop').not.toHaveProperty('status');
    world.fake.setPrice('BTCUSDT', '45001');
    expect(world.fake.ledger.executions()).toEqual([]);
    world.fake.setPrice('BTCUSDT', '44900');
    expect(world.fake.ledger.ordersByClientId('stop')).toMatchObject([
      { status: 'FILLED', trades: [{ price: '44900' }] },
    ]);
  });

  it('that the market has passed is refused', async () => {
    const { body } = await order({ ...stop, stopPrice: '50000' });
    expect(body).toEqual({ code: -2010, msg: 'Order would trigger immediately.' });
  });

  it('that trails follows the highest price by so many bips', async () => {
    await order({ side: 'SELL', type: 'STOP_LOSS', quantity: '0.1', trailingDelta: '100', newClientOrderId: 'trail' });
    for (const price of ['60000', '59401']) world.fake.setPrice('BTCUSDT', price);
    expect(world.fake.ledger.executions()).toEqual([]);
    world.fake.setPrice('BTCUSDT', '59400');
    expect(world.fake.ledger.ordersByClientId('trail')).toMatchObject([{ status: 'FILLED' }]);
  });

  it('that trails from a stop price triggers as the documents tell in their first scenario', async () => {
    world.fake.setPrice('BTCUSDT', '40000');
    const values = { timeInForce: 'GTC', quantity: '0.01', price: '45000', stopPrice: '44000', trailingDelta: '500' };
    await order({ side: 'BUY', type: 'STOP_LOSS_LIMIT', ...values, newClientOrderId: 'scenario' });
    for (const price of ['37000', '44000', '46000', '42000']) world.fake.setPrice('BTCUSDT', price);
    expect(world.fake.ledger.executions()).toEqual([]);
    world.fake.setPrice('BTCUSDT', '44100');
    expect(world.fake.ledger.ordersByClientId('scenario')).toMatchObject([{ status: 'FILLED', executedQuote: '441' }]);
  });
});

describe('reads', () => {
  it('find an order by either id, and its trades', async () => {
    const { body } = await order({ ...buy, newClientOrderId: 'seen' });
    const byId = await callSigned(world.spot, 'GET', PATH, { symbol: 'BTCUSDT', orderId: String(body.orderId) });
    expect(byId.body).toMatchObject({ clientOrderId: 'seen', status: 'FILLED' });
    expect(byId.body, 'a look-up shows no fills').not.toHaveProperty('fills');
    const trades = await callSigned(world.spot, 'GET', '/api/v3/myTrades', {
      symbol: 'BTCUSDT',
      orderId: String(body.orderId),
    });
    expect(trades.list).toMatchObject([{ price: '50000.00000000', qty: '0.01000000', isBuyer: true, isMaker: false }]);
  });

  it('do not find an order of another symbol, though the numbers are the same', async () => {
    const { body } = await order({ ...limitBuy, newClientOrderId: 'btc' });
    const other = await callSigned(world.spot, 'GET', PATH, { symbol: 'ETHUSDT', orderId: String(body.orderId) });
    expect([other.status, other.body.code, other.body.msg]).toEqual([400, -2013, 'Order does not exist.']);
  });

  it('list open orders and, on demand, only balances that are not zero', async () => {
    await order({ ...limitBuy, newClientOrderId: 'open' });
    const open = await callSigned(world.spot, 'GET', '/api/v3/openOrders', { symbol: 'BTCUSDT' });
    expect(open.list).toMatchObject([{ clientOrderId: 'open', isWorking: true }]);
    const account = await callSigned(world.spot, 'GET', '/api/v3/account', { omitZeroBalances: 'true' });
    expect(account.body.balances).toEqual([
      { asset: 'BTC', free: '1.00000000', locked: '0.00000000' },
      { asset: 'USDT', free: '9510.00000000', locked: '490.00000000' },
    ]);
  });

  it('show price, book, average and candles of a symbol', async () => {
    const symbol = 'BTCUSDT';
    expect((await callPlain(world.spot, 'GET', '/api/v3/ticker/price', { symbol })).body.price).toBe('50000.00000000');
    expect((await callPlain(world.spot, 'GET', '/api/v3/ticker/bookTicker', { symbol })).body.askPrice).toBe(
      '50000.00000000',
    );
    expect((await callPlain(world.spot, 'GET', '/api/v3/avgPrice', { symbol })).body.mins).toBe(5);
    const klines = await callPlain(world.spot, 'GET', '/api/v3/klines', { symbol, interval: '1h', limit: '3' });
    expect(klines.list).toHaveLength(3);
  });
});
