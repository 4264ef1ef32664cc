import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { httpTransport, type WireRequest } from '../../../../shared/exchanges/binance/transport.http.ts';
import { freePort } from '../../../support/free-port.ts';

const transport = httpTransport();
const servers: (Server | TcpServer)[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(server: Server | TcpServer): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const drained = (socket: Socket): Socket => socket.on('error', () => {}).resume();
const serve = async (listener: RequestListener): Promise<string> => `http://${await listening(createServer(listener))}`;
const post = (url: string, more: Partial<WireRequest> = {}): WireRequest => ({
  ...{ method: 'POST', url, headers: {}, body: 'symbol=BTCUSDT', timeoutMs: 300, maxBytes: 1_000 },
  ...more,
});

describe('httpTransport()', () => {
  it('answers with status, headers and text, and sends the body as it is', async () => {
    const url = await serve((incoming, outgoing) => {
      incoming.on('data', (chunk) => outgoing.writeHead(418, { 'Retry-After': '7' }).end(`got ${chunk}`));
    });
    expect(await transport.send(post(url))).toMatchObject({
      ...{ kind: 'answered', status: 418, text: 'got symbol=BTCUSDT', headers: { 'retry-after': '7' } },
    });
  });

  it.each([
    { case: 'nobody listens', url: async () => `http://127.0.0.1:${await freePort()}`, reason: 'ECONNREFUSED' },
    { case: 'the name is unknown', url: async () => 'http://no-such-host.invalid', reason: /ENOTFOUND|EAI_AGAIN/ },
    {
      case: 'the other side does not speak TLS',
      url: async () =>
        `https://${await listening(createTcpServer((socket) => drained(socket).end('HTTP/1.1 400 Bad\r\n\r\n')))}`,
      reason: /./,
    },
    {
      case: 'the encryption is never agreed on',
      url: async () => `https://${await listening(createTcpServer(drained))}`,
      reason: 'no answer within 300 ms',
    },
  ])('knows that nothing was sent when $case', async ({ url, reason }) => {
    expect(
      await transport.send(
        post(await url(), { timeoutMs: 2_000, ...(reason === 'no answer within 300 ms' ? { timeoutMs: 300 } : {}) }),
      ),
    ).toEqual({
      ...{ kind: 'unsent', reason: expect.stringMatching(reason) },
    });
  });

  it.each([
    { case: 'is cut off', listener: (incoming) => incoming.socket.resetAndDestroy(), reason: 'ECONNRESET' },
    { case: 'is left without an answer', listener: () => {}, reason: 'no answer within 300 ms' },
    {
      case: 'gets half an answer',
      listener(_, outgoing) {
        outgoing.writeHead(200, { 'Content-Length': '100' });
        outgoing.write('{', () => outgoing.destroy());
      },
      reason: /cut off|ECONNRESET/,
    },
    {
      case: 'gets an answer that does not end',
      listener: (_, outgoing) => void outgoing.writeHead(200).end('x'.repeat(2_000)),
      reason: 'the answer is longer than 1000 bytes',
    },
  ] as { case: string; listener: RequestListener; reason: string | RegExp }[])(
    'does not know what came of a request that $case',
    async ({ listener, reason }) => {
      expect(await transport.send(post(await serve(listener)))).toEqual({
        ...{ kind: 'lost', reason: expect.stringMatching(reason) },
      });
    },
  );

  it('does not know it either on a connection that was used before', async () => {
    let served = 0;
    const url = await serve((incoming, outgoing) => {
      served += 1;
      if (served === 1) outgoing.end('fine');
      else incoming.socket.resetAndDestroy();
    });
    expect(await transport.send(post(url))).toMatchObject({ kind: 'answered' });
    expect(await transport.send(post(url))).toEqual({ kind: 'lost', reason: 'ECONNRESET' });
  });

  it('follows no redirect', async () => {
    const paths: (string | undefined)[] = [];
    const url = await serve((incoming, outgoing) => {
      paths.push(incoming.url);
      outgoing.writeHead(307, { Location: '/elsewhere' }).end();
    });
    expect(await transport.send(post(url))).toMatchObject({ kind: 'answered', status: 307 });
    expect(paths).toEqual(['/']);
  });
});
