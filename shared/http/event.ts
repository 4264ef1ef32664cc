import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** An HTTP request as API Gateway (payload version 2) and serverless-offline hand it over. */
export type HttpEvent = APIGatewayProxyEventV2;

export type HttpReply = {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: boolean;
};

/** API Gateway gives header names in lower case, others may not. */
export function headerOf(event: Pick<HttpEvent, 'headers'>, name: string): string | undefined {
  const headers = event.headers ?? {};
  const exact = headers[name];
  if (exact !== undefined) return exact;
  const found = Object.keys(headers).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : headers[found];
}

export function methodOf(event: HttpEvent): string {
  return event.requestContext?.http?.method ?? 'GET';
}
