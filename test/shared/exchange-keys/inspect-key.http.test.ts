import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Concealed } from '../../../shared/exchange-keys/concealed.ts';
import { httpKeyInspector } from '../../../shared/exchange-keys/inspect-key.http.ts';
import { startFakeBinance } from '../../support/binance/fake-binance.ts';
import { testClock } from '../../support/binance/fake-caller.ts';

const apiKey = 'k'.repeat(64);
const secret = 's'.repeat(64);
const credentials = new Concealed({ apiKey, secret });
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function fakeOf(network: 'live' | 'testnet' | 'demo', account: { canTrade?: boolean; withdraws?: boolean } = {}) {
  const clock = testClock();
  const fake = await startFakeBinance({ now: clock.now, network });
  closers.push(() => fake.close());
  const { canTrade = true, withdraws = false } = account;
  fake.addAccount({ apiKey, secret, uid: 777, canTrade, permissions: { enableWithdrawals: withdraws } });
  return {
    fake,
    clock,
    inspector: httpKeyInspector({ endpointsOf: () => ({ rest: fake.urls }), now: clock.now, timeoutMs: 500 }),
  };
}

async function serverOf(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const inspectorAt = (url: string) =>
  httpKeyInspector({ endpointsOf: () => ({ rest: { spot: url, usdm: url } }), now: () => new Date(), timeoutMs: 500 });

describe('httpKeyInspector()', () => {
  it('takes the flags of the account on the testnet, which has no /sapi, and says whose they are', async () => {
    const { fake, inspector } = await fakeOf('testnet', { withdraws: true });
    expect(await inspector.inspect(credentials, 'testnet')).toEqual({
      permissions: { basis: 'account', canTrade: true, canWithdraw: true, spot: true, permissions: ['SPOT'] },
      uid: '777',
    });
    expect(fake.ledger.requests().map(({ path, status }) => [path, status])).toEqual([
      ['/sapi/v1/account/apiRestrictions', 404],
      ['/api/v3/account', 200],
    ]);
  });

  it('takes the flags of the key where a demo tells them', async () => {
    const { inspector } = await fakeOf('demo');
    expect(await inspector.inspect(credentials, 'testnet')).toMatchObject({
      permissions: { basis: 'key', canWithdraw: false },
      uid: '777',
    });
  });

  it('says nothing of a key whose exchange account is not told', async () => {
    const own = { ipRestrict: true, enableWithdrawals: false, enableSpotAndMarginTrading: true, enableFutures: true };
    const url = await serverOf((request, reply) =>
      reply.end(JSON.stringify(request.url?.startsWith('/sapi') ? own : { canTrade: true, canWithdraw: false })),
    );
    expect(await inspectorAt(url).inspect(credentials, 'live')).toMatchObject({ problem: { kind: 'unavailable' } });
  });

  it('never takes the flags of the account for those of a live key', async () => {
    const { fake, inspector } = await fakeOf('testnet');
    expect(await inspector.inspect(credentials, 'live')).toMatchObject({ problem: { kind: 'unavailable' } });
    expect(fake.ledger.requests()).toHaveLength(1);
  });

  it('says that the clock is off, which is no fault of the key', async () => {
    const { fake, inspector } = await fakeOf('live');
    fake.setDriftMs(60_000);
    const inspected = await inspector.inspect(credentials, 'live');
    expect(inspected).toMatchObject({ problem: { kind: 'unavailable', reason: expect.stringContaining('clock') } });
  });

  it.each([
    { case: 'a refusal of too many requests', status: 429, body: '{"code":-1003,"msg":"no"}' },
    { case: 'a firewall', status: 403, body: '<html>no</html>' },
    { case: 'a failure', status: 503, body: '{"code":-1000}' },
    { case: 'nonsense', status: 200, body: 'ok' },
    { case: 'half an answer', status: 200, body: '{"enableWithdrawals":false}' },
  ])('knows nothing of the key after $case', async ({ status, body }) => {
    const url = await serverOf((_, reply) => reply.writeHead(status).end(body));
    expect(await inspectorAt(url).inspect(credentials, 'live')).toMatchObject({ problem: { kind: 'unavailable' } });
  });

  it('follows no redirect, whoever it would tell the signature to', async () => {
    const asked: string[] = [];
    const elsewhere = await serverOf((request, reply) => {
      asked.push(request.url ?? '');
      reply.end('{}');
    });
    const url = await serverOf((_, reply) => reply.writeHead(302, { location: elsewhere }).end());
    expect(await inspectorAt(url).inspect(credentials, 'live')).toMatchObject({ problem: { kind: 'unavailable' } });
    expect(asked).toEqual([]);
  });

  it('tells neither address nor signature when it cannot reach anybody', async () => {
    const inspected = await inspectorAt('http://127.0.0.1:1').inspect(credentials, 'live');
    expect(inspected).toEqual({
      problem: { kind: 'unavailable', reason: 'What the key may do is not known: Binance could not be reached' },
    });
  });

  it('sends the secret itself nowhere', async () => {
    const heard: string[] = [];
    const url = await serverOf((request, reply) => {
      heard.push(`${request.url} ${JSON.stringify(request.headers)}`);
      reply.writeHead(404).end();
    });
    await inspectorAt(url).inspect(credentials, 'testnet');
    expect(heard).toHaveLength(2);
    expect(heard.join('\n')).toContain(apiKey);
    expect(heard.join('\n')).not.toContain(secret);
  });
});
