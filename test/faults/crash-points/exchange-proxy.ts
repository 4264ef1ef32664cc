import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Passage } from './proxy.ts';
import type { Tap } from './tap.ts';

/** Stands before one market of the exchange and shows the tap every request. */
export function exchangeProxy(target: string, tap: Tap): Promise<Passage> {
  const server = http.createServer((request, response) => {
    pass(target, tap, request, response).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : 0,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function pass(target: string, tap: Tap, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = request;
  const body = await bodyOf(request);
  const verdict = tap.meet({ channel: 'exchange', name: `${method} ${url.split('?')[0]}` });
  if (verdict === 'kill before') return tap.kill();
  const answer = await ask(`${target}${url}`, { method, headers }, body);
  const answered = await bodyOf(answer);
  if (verdict === 'kill after') return tap.kill();
  response.writeHead(answer.statusCode ?? 500, answer.headers).end(answered);
}

function ask(url: string, options: http.RequestOptions, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    http.request(url, options, resolve).once('error', reject).end(body);
  });
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
