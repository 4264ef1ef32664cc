import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ClearKey } from '../../../../shared/exchanges/binance/clear-key.ts';
import { encodeParams, signParams, signWsParams } from '../../../../shared/exchanges/binance/sign-request.ts';

/** The published keys of the documents: everybody knows them, and they open nothing. */
const SPOT = {
  apiKey: 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A',
  secret: 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j',
};
const USDM = { apiKey: SPOT.apiKey, secret: '2b5eb11e18796d12d88f13dc27dbbd02c2cc51ff7059765ed9821957d82bb4d9' };
const DOCUMENT_KEY = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u
-----END PRIVATE KEY-----`;

const order = {
  ...{ side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '0.1', recvWindow: '5000' },
  timestamp: '1499827319559',
};

describe('signParams()', () => {
  it.each([
    {
      case: 'the Spot example',
      key: SPOT,
      params: { symbol: 'LTCBTC', ...order },
      query:
        'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559',
      signature: 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
    },
    {
      case: 'the Spot example beyond ASCII, encoded before it is signed',
      key: SPOT,
      params: { symbol: '１２３４５６', ...order },
      query:
        'symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559',
      signature: 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3',
    },
    {
      case: 'the USD-M example',
      key: USDM,
      params: {
        ...{ symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', quantity: '1', price: '9000', timeInForce: 'GTC' },
        ...{ recvWindow: '5000', timestamp: '1591702613943' },
      },
      query:
        'symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=1&price=9000&timeInForce=GTC&recvWindow=5000&timestamp=1591702613943',
      signature: '3c661234138461fcc7a7d8746c6558c9842d4e10870d2ecbedf7777cad694af9',
    },
  ])('signs $case', ({ key, params, query, signature }) => {
    expect(signParams(new ClearKey(key), params)).toBe(`${query}&signature=${signature}`);
  });

  it('encodes a base64 signature and leaves out what is absent', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const privateKeyPem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const signed = signParams(new ClearKey({ apiKey: 'k', privateKeyPem }), { symbol: 'BTCUSDT', price: undefined });
    const [query = '', signature = ''] = signed.split('&signature=');
    expect(query).toBe('symbol=BTCUSDT');
    expect(signature).toMatch(/^[A-Za-z0-9%]+$/);
    const bytes = Buffer.from(decodeURIComponent(signature), 'base64');
    expect(verify(null, Buffer.from(query), publicKey, bytes)).toBe(true);
  });
});

describe('encodeParams()', () => {
  it('encodes what would end a value or a query', () => {
    expect(encodeParams({ a: 'x&y=z', b: '1 +2', c: '["BTCUSDT"]' })).toBe(
      'a=x%26y%3Dz&b=1%20%2B2&c=%5B%22BTCUSDT%22%5D',
    );
  });
});

describe('signWsParams()', () => {
  it('signs parameters in alphabetical order, the key among them, as they are', () => {
    const key = new ClearKey(SPOT);
    const { signature } = signWsParams(key, { timestamp: '1645423376532', recvWindow: '5000' });
    expect(signature).toBe(key.sign(`apiKey=${SPOT.apiKey}&recvWindow=5000&timestamp=1645423376532`));
  });
});

describe('ClearKey', () => {
  it('signs the published Ed25519 example', () => {
    const key = new ClearKey({ apiKey: 'k', privateKeyPem: DOCUMENT_KEY });
    const payload = 'A\x01EXAMPLE\x01SPOT\x011\x0120240627-11:17:25.223';
    expect(key.sign(payload)).toBe(
      '4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA==',
    );
    expect(createPublicKey(DOCUMENT_KEY).asymmetricKeyType).toBe('ed25519');
  });

  it.each([
    { case: 'as text', show: (key: ClearKey) => `${key}` },
    { case: 'as JSON', show: (key: ClearKey) => JSON.stringify({ key }) },
    { case: 'inspected', show: (key: ClearKey) => inspect({ key }, { depth: 9, showHidden: true }) },
    { case: 'spread', show: (key: ClearKey) => JSON.stringify({ ...key }) },
  ])('says nothing $case', ({ show }) => {
    const shown = show(new ClearKey(SPOT));
    expect(shown).not.toContain(SPOT.secret);
    expect(shown).not.toContain(SPOT.apiKey);
  });

  it.each([
    { case: 'garbage', privateKeyPem: 'not a key, but secret all the same' },
    {
      case: 'an RSA key',
      privateKeyPem: generateKeyPairSync('rsa', { modulusLength: 2048 })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    },
  ])('refuses $case without quoting it', ({ privateKeyPem }) => {
    const open = (): ClearKey => new ClearKey({ apiKey: 'k', privateKeyPem });
    expect(open).toThrow(/^Cannot use the private key: it is not an Ed25519 key in PKCS #8 PEM$/);
  });

  it('names an account by something that is not its key', () => {
    const one = new ClearKey(SPOT).fingerprint;
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(new ClearKey({ ...SPOT, secret: 'other' }).fingerprint).toBe(one);
    expect(new ClearKey({ ...SPOT, apiKey: 'other' }).fingerprint).not.toBe(one);
  });
});
