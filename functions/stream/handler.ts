import type { APIGatewayProxyStructuredResultV2, APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import { answerMessage } from '../../shared/stream/answer-message.ts';
import { connectToken, type StreamConnectEvent } from './connect-token.ts';
import { log, wire } from './wire.ts';

const deps = wire();

/** A connection belongs to whoever opened it with an API token; without one it is refused, and nothing else is answered. */
export async function handler(
  event: APIGatewayProxyWebsocketEventV2 & StreamConnectEvent,
): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    switch (event.requestContext.eventType) {
      case 'CONNECT':
        return { statusCode: (await deps.isKnown(connectToken(event))) ? 200 : 401 };
      case 'DISCONNECT':
        return { statusCode: 200 };
      case 'MESSAGE':
        return { statusCode: 200, body: JSON.stringify(answerMessage(deps, event.body ?? '')) };
    }
  } catch (error) {
    log.error('A stream event failed', error instanceof Error ? error : new Error(String(error)));
    return { statusCode: 503 };
  }
}
