import type { HttpEvent } from '../../shared/http/event.ts';

export type EventOptions = {
  headers?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  token?: string;
  sourceIp?: string;
};

/** A request as API Gateway (payload version 2) hands it over. A body that is no text is sent as JSON. */
export function httpEvent(method: string, path: string, options: EventOptions = {}): HttpEvent {
  const { headers = {}, query, body, token, sourceIp = '203.0.113.7' } = options;
  const event: HttpEvent = {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: {
      host: 'localhost:8001',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    requestContext: {
      accountId: 'offlineContext_accountId',
      apiId: 'offlineContext_apiId',
      domainName: 'offlineContext_domainName',
      domainPrefix: 'offlineContext_domainPrefix',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: 'test' },
      requestId: 'offlineContext_resourceId',
      routeKey: '$default',
      stage: '$default',
      time: '02/Mar/2026:12:00:00 +0000',
      timeEpoch: 1_772_452_800_000,
    },
    isBase64Encoded: false,
  };
  if (query !== undefined) event.queryStringParameters = query;
  if (body !== undefined) event.body = typeof body === 'string' ? body : JSON.stringify(body);
  return event;
}
