import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CallReply, callPlain, callSigned } from '../../../../support/binance/call-binance.ts';
import { type FakeWithCaller, startWithCaller } from '../../../../support/binance/fake-caller.ts';
import * as answers from '../../../../support/binance/faults/answers.ts';
import type { Fault } from '../../../../support/binance/faults/fault.ts';

let world: FakeWithCaller;
beforeEach(async () => {
  world = await startWithCaller();
});
afterEach(() => world.fake.close());

const SPOT = '/api/v3/order';
const USDM = '/fapi/v1/order';
const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.010', newClientOrderId: 'id' };
const spotOrder = (): Promise<CallReply> => callSigned(world.spot, 'POST', SPOT, market);
const usdmOrder = (values: Record<string, string> = {}): Promise<CallReply> =>
  callSigned(world.usdm, 'POST', USDM, { ...market, ...values });
const executed = (): number => world.fake.ledger.ordersByClientId('id').length;

describe('a fault', () => {
  it.each<{ case: string; fault: Fault; status: number; code: number }>([
    { case: '502', fault: answers.spotServerError(502, true), status: 502, code: -1000 },
    { case: '503', fault: answers.spotServerError(503, false), status: 503, code: -1000 },
    { case: '-1006 executed', fault: answers.unexpectedResponse(true), status: 400, code: -1006 },
    { case: '-1006 not executed', fault: answers.unexpectedResponse(false), status: 400, code: -1006 },
    { case: '-1007 executed', fault: answers.backendTimeout(true), status: 408, code: -1007 },
    { case: '-1021', fault: answers.outsideWindowFault(), status: 400, code: -1021 },
    { case: '-2010', fault: answers.insufficientBalance(), status: 400, code: -2010 },
    { case: '429', fault: answers.tooManyRequests(7), status: 429, code: -1003 },
    { case: '418', fault: answers.banned(120, 1_800_000_000_000), status: 418, code: -1003 },
  ])('of $case is told to the client, and the ledger knows whether it executed', async ({ fault, status, code }) => {
    world.fake.faults.next({ method: 'POST', path: SPOT }, fault);
    const reply = await spotOrder();
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect(executed()).toBe(fault.executed ? 1 : 0);
    expect(world.fake.ledger.requests().at(-1)).toMatchObject({ executed: fault.executed, status });
    expect((await spotOrder()).status, 'the next request is spared').toBe(200);
  });

  it.each([
    {
      case: 'unknown',
      fault: answers.unknownError(true),
      msg: 'Unknown error, please check your request or try again later.',
    },
    { case: 'unavailable', fault: answers.serviceUnavailable(), msg: 'Service Unavailable.' },
    {
      case: 'internal',
      fault: answers.internalError(),
      msg: 'Internal error; unable to process your request. Please try again.',
    },
    {
      case: 'throttled',
      fault: answers.throttled(),
      msg: 'Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.',
    },
  ])('of USD-M is one of four kinds of 503: $case', async ({ fault, msg }) => {
    world.fake.faults.next({ market: 'usdm', path: USDM }, fault);
    const reply = await usdmOrder();
    expect([reply.status, reply.body.msg]).toEqual([503, msg]);
    expect(executed()).toBe(fault.executed ? 1 : 0);
  });

  it('of throttling spares what reduces a position', async () => {
    await usdmOrder();
    world.fake.faults.next({ path: USDM }, answers.throttled());
    expect((await usdmOrder({ side: 'SELL', reduceOnly: 'true' })).status).toBe(200);
    expect((await usdmOrder()).body.code).toBe(-1008);
  });

  it.each([{ executed: true }, { executed: false }])('cuts the connection, executed: $executed', async (fault) => {
    world.fake.faults.next({ path: SPOT }, { kind: 'reset', ...fault });
    await expect(spotOrder()).rejects.toThrow('fetch failed');
    expect(executed()).toBe(fault.executed ? 1 : 0);
    expect(world.fake.ledger.requests().at(-1)?.status).toBeUndefined();
  });

  it.each([{ executed: true }, { executed: false }])(
    'leaves the client waiting, executed: $executed',
    async (fault) => {
      world.fake.faults.next({ path: SPOT }, { kind: 'silence', ...fault });
      const outcome = await Promise.race([
        spotOrder().catch(() => 'cut'),
        new Promise((done) => setTimeout(done, 150, 'waiting')),
      ]);
      expect(outcome).toBe('waiting');
      expect(executed()).toBe(fault.executed ? 1 : 0);
    },
  );

  it('breaks the JSON of a true answer', async () => {
    world.fake.faults.next({ path: SPOT }, { kind: 'malformed', executed: true });
    const reply = await spotOrder();
    expect(reply.status).toBe(200);
    expect(() => JSON.parse(reply.text)).toThrow(SyntaxError);
    expect(executed()).toBe(1);
  });

  it('cuts a true answer short of its announced length', async () => {
    world.fake.faults.next({ path: SPOT }, { kind: 'truncated', executed: true });
    await expect(spotOrder()).rejects.toThrow();
    expect(executed()).toBe(1);
  });

  it('holds a request in front of the engine until its window has closed', async () => {
    world.fake.faults.next({ path: SPOT }, { kind: 'delay', executed: true, ms: 80, before: 'engine' });
    const reply = spotOrder();
    await expect.poll(() => world.fake.ledger.requests().length).toBe(1);
    world.clock.advance(5_001);
    expect((await reply).body.code).toBe(-1021);
    expect(executed()).toBe(0);
  });

  it('holds a USD-M request likewise, under the code of its engine', async () => {
    world.fake.faults.next({ path: USDM }, { kind: 'delay', executed: true, ms: 80, before: 'engine' });
    const reply = usdmOrder();
    await expect.poll(() => world.fake.ledger.requests().length).toBe(1);
    world.clock.advance(5_001);
    expect((await reply).body.code).toBe(-5028);
  });

  it('answers a look-up from a copy that does not know the order yet', async () => {
    await spotOrder();
    const look = (): Promise<CallReply> =>
      callSigned(world.spot, 'GET', SPOT, { symbol: 'BTCUSDT', origClientOrderId: 'id' });
    world.fake.faults.next({ method: 'GET', path: SPOT }, { kind: 'stale', executed: true, lagMs: 1_000 });
    expect((await look()).body.code).toBe(-2013);
    expect((await look()).body.status).toBe('FILLED');
    world.fake.faults.lagReads(500);
    expect((await look()).body.code).toBe(-2013);
    world.clock.advance(500);
    expect((await look()).body.status).toBe('FILLED');
  });

  it('by chance tells the same story for the same seed', async () => {
    const story = async (seed: number): Promise<(string | undefined)[]> => {
      world.fake.faults.random(seed, { serverError: 0.3, backendTimeout: 0.2, firewall: 0.1 });
      const from = world.fake.ledger.requests().length;
      for (let n = 0; n < 30; n += 1) await callPlain(world.spot, 'GET', '/api/v3/ping');
      return world.fake.ledger
        .requests()
        .slice(from)
        .map(({ fault, executed: ran }) => `${fault} ${ran}`);
    };
    const first = await story(7);
    expect(await story(7)).toEqual(first);
    expect(await story(8)).not.toEqual(first);
    expect(new Set(first).size).toBeGreaterThan(3);
  });
});
