import { expect, it } from 'vitest';
import { clientAddress } from '../../../shared/http/client-address.ts';
import { httpEvent } from '../../support/http-event.ts';

it.each([
  { case: 'no proxy: the header is the caller’s own word', proxies: 0, forwarded: '1.1.1.1', address: '10.0.0.9' },
  { case: 'one proxy: what it saw', proxies: 1, forwarded: '6.6.6.6, 1.1.1.1', address: '1.1.1.1' },
  {
    case: 'two proxies: what the outer one saw',
    proxies: 2,
    forwarded: '6.6.6.6, 1.1.1.1, 10.0.0.2',
    address: '1.1.1.1',
  },
  { case: 'fewer hops than proxies', proxies: 2, forwarded: '1.1.1.1', address: '10.0.0.9' },
  { case: 'a proxy without the header', proxies: 1, forwarded: '', address: '10.0.0.9' },
])('clientAddress() with $case', ({ proxies, forwarded, address }) => {
  const event = httpEvent('GET', '/', { headers: { 'x-forwarded-for': forwarded }, sourceIp: '10.0.0.9' });
  expect(clientAddress(event, proxies)).toBe(address);
});
