import type { IncomingMessage } from 'node:http';

export type RawRequest = {
  method: string;
  path: string;
  /** Byte for byte as it came, without the question mark. */
  query: string;
  body: string;
  contentType: string;
  apiKey: string | undefined;
  ip: string;
};

export async function readRaw(incoming: IncomingMessage): Promise<RawRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const key = incoming.headers['x-mbx-apikey'];
  return {
    method: incoming.method ?? 'GET',
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    body: Buffer.concat(chunks).toString('utf8'),
    contentType: incoming.headers['content-type'] ?? '',
    apiKey: typeof key === 'string' ? key : undefined,
    ip: (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}
