import { Agent, request } from 'node:https';

export type HttpsReply = { status: number; headers: Record<string, string | string[] | undefined>; text: string };
export type HttpsCall = { method?: string; headers?: Record<string, string>; body?: string | Buffer; agent?: Agent };

/** The certificate is self-signed, as it is before a real one is there. */
export const newAgent = (sockets = 64): Agent =>
  new Agent({ rejectUnauthorized: false, keepAlive: true, maxSockets: sockets });

const shared = newAgent();
const TIMEOUT_MS = 10_000;

/** Status 0 when there was no answer. */
export function https(port: number, path: string, call: HttpsCall = {}): Promise<HttpsReply> {
  const { method = 'GET', headers = {}, body, agent = shared } = call;
  return new Promise((resolve) => {
    const none = (text: string) => resolve({ status: 0, headers: {}, text });
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method,
        agent,
        timeout: TIMEOUT_MS,
        headers: { host: `localhost:${port}`, ...length, ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', (error) => none(String(error)));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('timeout')));
    sent.on('error', (error) => none(String(error)));
    sent.end(body);
  });
}
