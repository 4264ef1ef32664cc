import type { Delivery } from '../../shared/alerts/receive-alert.ts';
import type { HttpEvent } from '../../shared/http/event.ts';

/** The body as bytes, whatever its Content-Type says: TradingView's depends on whether the message happens to be JSON. */
export function readDelivery(event: HttpEvent): Delivery {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const hookToken = event.pathParameters?.token;
  return hookToken === undefined ? { body } : { body, hookToken };
}
