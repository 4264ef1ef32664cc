import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callRaw, callSigned } from '../../../../support/binance/call-binance.ts';
import { API_KEY, type FakeWithCaller, SECRET, startWithCaller } from '../../../../support/binance/fake-caller.ts';
import { ed25519Proof, hmacProof, isSignedBy } from '../../../../support/binance/protocol/signature.ts';
import { wsPayload } from '../../../../support/binance/streams/spot-ws-methods.ts';

/** https://github.com/binance/binance-spot-api-docs/blob/master/rest-api.md#hmac-keys */
const SPOT_SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
const SPOT_KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
const REST = 'side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
/** https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info */
const USDM_SECRET = '2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9';
/** https://github.com/binance/binance-spot-api-docs/blob/master/fix-api.md#how-to-sign-logona-request */
const FIX_KEY = 'MC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u';

describe('the signature check', () => {
  it.each([
    {
      case: 'the Spot example',
      secret: SPOT_SECRET,
      payload: `symbol=LTCBTC&${REST}`,
      signature: 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
    },
    {
      case: 'the Spot example with a percent-encoded symbol',
      secret: SPOT_SECRET,
      payload: `symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&${REST}`,
      signature: 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3',
    },
    {
      case: 'the USD-M example',
      secret: USDM_SECRET,
      payload:
        'symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943',
      signature: '3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9',
    },
  ])('accepts $case in any case of letters, and no other text', ({ secret, payload, signature }) => {
    const proof = hmacProof(secret);
    expect(isSignedBy(proof, payload, signature)).toBe(true);
    expect(isSignedBy(proof, payload, signature.toUpperCase())).toBe(true);
    expect(isSignedBy(proof, `${payload}0`, signature)).toBe(false);
    expect(isSignedBy(proof, payload, `${signature.slice(0, -1)}0`)).toBe(false);
  });

  it('accepts the WebSocket API example, signed over sorted parameters', () => {
    const payload = wsPayload({
      ...{ symbol: 'BTCUSDT', side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', quantity: '0.01000000' },
      ...{ price: '52000.00', recvWindow: 100, timestamp: 1645423376532, apiKey: SPOT_KEY, signature: 'left out' },
    });
    const signature = 'aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24';
    expect(isSignedBy(hmacProof(SPOT_SECRET), payload, signature)).toBe(true);
  });

  it('accepts the FIX example of an Ed25519 signature, case-sensitively', () => {
    const privateKey = createPrivateKey({ key: Buffer.from(FIX_KEY, 'base64'), format: 'der', type: 'pkcs8' });
    const pem = createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString();
    const payload = 'A\u0001EXAMPLE\u0001SPOT\u00011\u000120240627-11:17:25.223';
    const signature = '4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA==';
    expect(sign(null, Buffer.from(payload), privateKey).toString('base64')).toBe(signature);
    expect(isSignedBy(ed25519Proof(pem), payload, signature)).toBe(true);
    expect(isSignedBy(ed25519Proof(pem), payload, signature.toLowerCase())).toBe(false);
  });
});

describe('a signed request', () => {
  let world: FakeWithCaller;
  beforeAll(async () => {
    world = await startWithCaller();
  });
  afterAll(() => world.fake.close());

  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.01' };

  it('is refused with -1022 when a byte of it changed', async () => {
    const { spot, clock } = world;
    const payload = `omitZeroBalances=true&timestamp=${clock.now().getTime()}`;
    const reply = await callRaw(spot, 'GET', `/api/v3/account?${payload}&signature=${'0'.repeat(64)}`);
    expect([reply.status, reply.body.code]).toEqual([400, -1022]);
  });

  it('is refused with -1022 when a value is not percent-encoded', async () => {
    const { spot, clock } = world;
    const payload = `symbol=BTC/USDT&timestamp=${clock.now().getTime()}`;
    const { createHmac } = await import('node:crypto');
    const signature = createHmac('sha256', SECRET).update(payload).digest('hex');
    const reply = await callRaw(spot, 'GET', `/api/v3/openOrders?${payload}&signature=${signature}`);
    expect(reply.body.code).toBe(-1022);
  });

  it('may carry its parameters in query string and body, signed over both without a separator', async () => {
    const { spot, clock, fake } = world;
    const query = 'symbol=BTCUSDT&side=BUY&type=MARKET';
    const body = `quantity=0.01&newClientOrderId=in-the-body&timestamp=${clock.now().getTime()}`;
    const { createHmac } = await import('node:crypto');
    const signature = createHmac('sha256', SECRET)
      .update(query + body)
      .digest('hex');
    const reply = await callRaw(spot, 'POST', `/api/v3/order?${query}`, {
      text: `${body}&signature=${signature}`,
      contentType: 'application/x-www-form-urlencoded',
    });
    expect(reply.status).toBe(200);
    expect(fake.ledger.ordersByClientId('in-the-body')).toHaveLength(1);
  });

  it.each([
    {
      case: 'more than a second ahead',
      offset: 1_000,
      msg: "Timestamp for this request was 1000ms ahead of the server's time.",
    },
    { case: 'older than the window', offset: -5_001, msg: 'Timestamp for this request is outside of the recvWindow.' },
  ])('is refused with -1021 when it is $case', async ({ offset, msg }) => {
    const { spot, clock } = world;
    const timestamp = String(clock.now().getTime() + offset);
    const reply = await callSigned(spot, 'POST', '/api/v3/order', { ...order, timestamp });
    expect(reply.body).toEqual({ code: -1021, msg });
  });

  it('is accepted at both edges of its window', async () => {
    const { spot, clock } = world;
    for (const offset of [999, -5_000]) {
      const timestamp = String(clock.now().getTime() + offset);
      const reply = await callSigned(spot, 'GET', '/api/v3/account', { timestamp });
      expect(reply.status).toBe(200);
    }
  });

  it('is refused with -1021 when the clock of the exchange drifted away', async () => {
    const { spot, fake } = world;
    fake.setDriftMs(6_000);
    const reply = await callSigned(spot, 'GET', '/api/v3/account');
    fake.setDriftMs(0);
    expect(reply.body.code).toBe(-1021);
  });

  it.each([
    { case: 'no key', apiKey: '', code: -2014 },
    { case: 'a key of another form', apiKey: 'short', code: -2014 },
    { case: 'an unknown key', apiKey: 'x'.repeat(64), code: -2015 },
  ])('with $case is refused with HTTP 401 and $code', async ({ apiKey, code }) => {
    const reply = await callSigned({ ...world.spot, apiKey }, 'GET', '/api/v3/account');
    expect([reply.status, reply.body.code]).toEqual([401, code]);
  });

  it('is accepted from an account with an Ed25519 key', async () => {
    const { fake, spot } = world;
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const apiKey = 'e'.repeat(64);
    fake.addAccount({ apiKey, publicKeyPem: publicKey.export({ format: 'pem', type: 'spki' }).toString() });
    const reply = await callSigned({ ...spot, apiKey, privateKey }, 'GET', '/api/v3/account');
    expect(reply.status).toBe(200);
    expect((await callSigned({ ...spot, apiKey }, 'GET', '/api/v3/account')).body.code, 'HMAC with it').toBe(-1022);
  });

  it('does only what its key may do', async () => {
    const { fake, spot, usdm } = world;
    const apiKey = 'r'.repeat(64);
    const permissions = { enableSpotAndMarginTrading: false, enableFutures: false };
    fake.addAccount({ apiKey, secret: SECRET, permissions, spot: { USDT: '1000' } });
    const reader = { apiKey };
    expect((await callSigned({ ...spot, ...reader }, 'GET', '/api/v3/account')).status).toBe(200);
    expect((await callSigned({ ...spot, ...reader }, 'POST', '/api/v3/order', order)).body.code).toBe(-2015);
    expect((await callSigned({ ...usdm, ...reader }, 'GET', '/fapi/v3/balance')).body.code).toBe(-2015);
  });

  it('tells what its key may do, except on the testnet, where nobody answers', async () => {
    const path = '/sapi/v1/account/apiRestrictions';
    const live = await callSigned(world.spot, 'GET', path);
    expect(live.body).toMatchObject({ ipRestrict: false, enableWithdrawals: false, enableFutures: true });
    const testnet = await startWithCaller({ network: 'testnet' });
    expect((await callSigned(testnet.spot, 'GET', path)).status).toBe(404);
    await testnet.fake.close();
    expect(API_KEY).toHaveLength(64);
  });
});
