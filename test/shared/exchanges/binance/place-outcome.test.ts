import { describe, expect, it } from 'vitest';
import type { ClientReply } from '../../../../shared/exchanges/binance/client.ts';
import { type OrderAnswer, readOrderAnswer } from '../../../../shared/exchanges/binance/place-outcome.ts';
import type { Market } from '../../../../shared/markets/market.ts';

const refused = (status: number, code: number, message = 'words of the exchange'): ClientReply => ({
  ...{ kind: 'refused', status, code, message },
});
const unreadable = (status: number, text: string): ClientReply => ({ kind: 'unreadable', status, text });

const BOTH: Market[] = ['spot', 'usdm'];
const SPOT: Market[] = ['spot'];
const USDM: Market[] = ['usdm'];

type Row = { case: string; on: Market[]; reply: ClientReply; means: OrderAnswer['status'] };

const rows: Row[] = [
  { case: 'a success', on: BOTH, reply: { kind: 'ok', body: {} }, means: 'taken' },
  {
    case: 'a request that never left',
    on: BOTH,
    reply: { kind: 'unsent', reason: 'ECONNREFUSED' },
    means: 'not_executed',
  },
  { case: 'a connection lost on the way', on: BOTH, reply: { kind: 'lost', reason: 'ECONNRESET' }, means: 'unknown' },
  { case: 'a success that is not JSON', on: BOTH, reply: unreadable(200, '{"orderId":1,"'), means: 'unknown' },
  ...[500, 502, 503, 504].map((status) => ({
    ...{ case: `a ${status} in JSON`, on: SPOT, reply: refused(status, -1000), means: 'unknown' as const },
  })),
  { case: 'a 502 in HTML', on: BOTH, reply: unreadable(502, '<html>Bad Gateway</html>'), means: 'unknown' },
  { case: 'a 500', on: USDM, reply: refused(500, -1000), means: 'unknown' },
  { case: '-1006', on: BOTH, reply: refused(400, -1006), means: 'unknown' },
  { case: '-1007 with 400', on: BOTH, reply: refused(400, -1007), means: 'unknown' },
  { case: '-1007 with 408', on: BOTH, reply: refused(408, -1007), means: 'unknown' },
  { case: 'a 408 in plain text', on: BOTH, reply: unreadable(408, 'Request timeout'), means: 'unknown' },
  {
    case: '503 "Unknown error"',
    on: BOTH,
    reply: refused(503, -1000, 'Unknown error, please check your request or try again later.'),
    means: 'unknown',
  },
  {
    case: '503 "Service Unavailable."',
    on: USDM,
    reply: refused(503, -1000, 'Service Unavailable.'),
    means: 'not_executed',
  },
  {
    case: '503 "Service Unavailable." in plain text',
    on: USDM,
    reply: unreadable(503, '<p>Service Unavailable.</p>'),
    means: 'not_executed',
  },
  {
    case: '503 "Service Unavailable."',
    on: SPOT,
    reply: refused(503, -1000, 'Service Unavailable.'),
    means: 'unknown',
  },
  {
    case: '503 "Internal error"',
    on: USDM,
    reply: refused(503, -1001, 'Internal error; unable to process your request. Please try again.'),
    means: 'not_executed',
  },
  { case: '503 -1008, throttled', on: USDM, reply: refused(503, -1008), means: 'not_executed' },
  { case: '-1008 without a 5xx', on: SPOT, reply: refused(429, -1008), means: 'not_executed' },
  { case: '503 in words that are new', on: USDM, reply: refused(503, -1000, 'Come back tomorrow'), means: 'unknown' },
  { case: '400 -1000', on: BOTH, reply: refused(400, -1000), means: 'unknown' },
  { case: '400 -1001', on: BOTH, reply: refused(400, -1001), means: 'unknown' },
  { case: '429 -1003', on: BOTH, reply: refused(429, -1003), means: 'not_executed' },
  { case: '429 -1015', on: BOTH, reply: refused(429, -1015), means: 'not_executed' },
  { case: '418', on: BOTH, reply: refused(418, -1003), means: 'not_executed' },
  { case: '429 in HTML', on: BOTH, reply: unreadable(429, '<html/>'), means: 'not_executed' },
  {
    case: '403 of the firewall',
    on: BOTH,
    reply: unreadable(403, '<html>403 Forbidden</html>'),
    means: 'not_executed',
  },
  { case: '-1021 after the clock was set', on: BOTH, reply: refused(400, -1021), means: 'not_executed' },
  { case: '-5028', on: USDM, reply: refused(400, -5028), means: 'not_executed' },
  { case: '-1016, shutting down', on: BOTH, reply: refused(400, -1016), means: 'not_executed' },
  {
    case: '"Duplicate order sent."',
    on: SPOT,
    reply: refused(400, -2010, 'Duplicate order sent.'),
    means: 'duplicate',
  },
  { case: '-4116', on: USDM, reply: refused(400, -4116, 'clientOrderId is duplicated'), means: 'duplicate' },
  {
    case: 'too little money',
    on: SPOT,
    reply: refused(400, -2010, 'Account has insufficient balance'),
    means: 'rejected',
  },
  { case: 'too little margin', on: USDM, reply: refused(400, -2019), means: 'rejected' },
  { case: 'a filter', on: BOTH, reply: refused(400, -1013, 'Filter failure: LOT_SIZE'), means: 'rejected' },
  { case: 'a wrong signature', on: BOTH, reply: refused(400, -1022), means: 'rejected' },
  { case: 'a wrong key', on: BOTH, reply: refused(401, -2015), means: 'rejected' },
  { case: 'a status of the 300s', on: BOTH, reply: unreadable(302, ''), means: 'unknown' },
  { case: 'a 404 of somebody else', on: BOTH, reply: unreadable(404, 'not here'), means: 'unknown' },
];

describe('readOrderAnswer()', () => {
  it.each(rows.flatMap((row) => row.on.map((market) => ({ ...row, market }))))(
    'takes $case on $market for $means',
    ({ market, reply, means }) => {
      expect(readOrderAnswer(market, reply).status).toBe(means);
    },
  );

  it('hands on the code and the words of a rejection, and how long to wait', () => {
    expect(readOrderAnswer('spot', refused(400, -1013, 'Filter failure: NOTIONAL'))).toEqual({
      ...{ status: 'rejected', code: '-1013', message: 'Filter failure: NOTIONAL' },
    });
    expect(readOrderAnswer('usdm', { ...refused(429, -1003), retryAfterMs: 7_000 } as ClientReply)).toMatchObject({
      retryAfterMs: 7_000,
    });
    const firewall = readOrderAnswer('spot', unreadable(403, '<html>403</html>'));
    expect(firewall.status === 'not_executed' && (firewall.retryAfterMs ?? 0)).toBeGreaterThanOrEqual(60_000);
  });
});
