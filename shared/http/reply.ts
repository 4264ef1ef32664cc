import type { HttpReply } from './event.ts';

export function jsonReply(status: number, body: unknown, headers: Record<string, string> = {}): HttpReply {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** A file or a page. Text goes as it is; bytes travel in base64, as API Gateway wants them. */
export function rawReply(status: number, body: string | Uint8Array, headers: Record<string, string> = {}): HttpReply {
  if (typeof body === 'string') return { statusCode: status, headers, body };
  return { statusCode: status, headers, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}

export function emptyReply(status: number, headers: Record<string, string> = {}): HttpReply {
  return { statusCode: status, headers, body: '' };
}
