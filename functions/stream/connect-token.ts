/** What only the event of `$connect` carries. */
export type StreamConnectEvent = {
  headers?: Readonly<Record<string, string | undefined>>;
  queryStringParameters?: Readonly<Record<string, string | undefined>>;
};

const BEARER = /^bearer +(\S+)$/i;

/** Browsers cannot set headers on a WebSocket, so the token may stand in the query; the header is preferred. */
export function connectToken({ headers = {}, queryStringParameters }: StreamConnectEvent): string | undefined {
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'authorization');
  const bearer = BEARER.exec((name === undefined ? undefined : headers[name])?.trim() ?? '')?.[1];
  return bearer ?? queryStringParameters?.token;
}
