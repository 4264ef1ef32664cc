import { createPublicKey, verify } from 'node:crypto';
import { expect, it } from 'vitest';
import { signQuery } from '../../../shared/exchange-keys/sign-query.ts';
import { API_KEY, ed25519Pair } from '../../support/exchange-keys.ts';

/** https://developers.binance.com/docs/binance-spot-api-docs/rest-api/request-security: published, so it opens nothing. */
const PUBLISHED = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';

it('signQuery() makes the signature that Binance publishes for its example', () => {
  const order = { symbol: 'LTCBTC', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '1', price: '0.1' };
  const timing = { recvWindow: '5000', timestamp: '1499827319559' };
  expect(signQuery({ apiKey: API_KEY, secret: PUBLISHED }, { ...order, ...timing })).toMatch(
    /&timestamp=1499827319559&signature=c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71$/,
  );
});

it('signQuery() signs with an Ed25519 key what its public half confirms, in base64 that survives a URL', () => {
  const { privateKeyPem, publicKeyPem } = ed25519Pair();
  const query = signQuery({ apiKey: API_KEY, privateKeyPem }, { recvWindow: '5000', timestamp: '1499827319559' });
  const [payload = '', signature = ''] = query.split('&signature=');
  expect(payload).toBe('recvWindow=5000&timestamp=1499827319559');
  expect(signature).not.toMatch(/[+/=]/);
  const bytes = Buffer.from(decodeURIComponent(signature), 'base64');
  expect(verify(null, Buffer.from(payload), createPublicKey(publicKeyPem), bytes)).toBe(true);
});
