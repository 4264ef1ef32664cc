/** An alert as API Gateway hands it over, payload format 2.0. */
export function hookEvent(body: string, token: string): Record<string, unknown> {
  const path = `/api/v1/webhook/${token}`;
  return {
    version: '2.0',
    routeKey: 'POST /api/v1/webhook/{token}',
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'text/plain; charset=utf-8', 'user-agent': 'Go-http-client/1.1' },
    pathParameters: { token },
    requestContext: {
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '52.89.214.238', userAgent: 'Go-http-client/1.1' },
      requestId: 'ZkPq1hRZFiAEJHg=',
      routeKey: 'POST /api/v1/webhook/{token}',
      stage: '$default',
      timeEpoch: 1_772_452_800_000,
    },
    body,
    isBase64Encoded: false,
  };
}
