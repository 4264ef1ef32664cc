import { MAX_BODY_BYTES, type ReceivedAlert } from '../../shared/alerts/receive-alert.ts';
import type { KeptAlert } from '../../shared/alerts/store.ts';
import type { HttpReply } from '../../shared/http/event.ts';
import { problemReply } from '../../shared/http/problem.ts';
import { jsonReply } from '../../shared/http/reply.ts';
import type { Signal } from '../../shared/signals/signal.ts';

/** What is kept is answered 2xx, understood or not: TradingView sends again on 5xx only, and a repeat would not help. */
export function replyReceived(received: ReceivedAlert): HttpReply {
  switch (received.outcome) {
    case 'accepted': {
      const { alertId, signals, alerts } = received;
      const fanOut = alerts.length > 1 ? { alerts: alerts.map(summariseAlert) } : {};
      return jsonReply(202, { id: alertId, status: 'accepted', signals: signals.map(summarise), ...fanOut });
    }
    case 'duplicate':
      return jsonReply(200, { id: received.alertId, status: 'duplicate' });
    case 'not_understood': {
      const { code, reason } = received.notUnderstood;
      return jsonReply(202, { id: received.alertId, status: 'not_understood', code, reason });
    }
    case 'conflict': {
      const reason = `Another message with the same identity was kept before: ${received.firstAlertId}`;
      return jsonReply(202, { id: received.alertId, status: 'conflict', firstId: received.firstAlertId, reason });
    }
    default:
      return refuse(received);
  }
}

function summarise({ step, intent, symbol, market, size, targetSide, dialect }: Signal): Record<string, unknown> {
  return { step, dialect, intent, symbol, market, targetSide, size };
}

function summariseAlert({ id, strategyId, notUnderstood }: KeptAlert): Record<string, unknown> {
  return { id, strategyId, status: notUnderstood === undefined ? 'accepted' : 'not_understood', ...notUnderstood };
}

type Refused = Extract<ReceivedAlert, { outcome: 'unknown_hook' | 'secret_missing' | 'secret_wrong' | 'too_large' }>;

function refuse(received: Refused): HttpReply {
  const problem = (status: number, code: string, detail: string) => problemReply({ status, code, detail }, '');
  switch (received.outcome) {
    case 'unknown_hook':
      return problem(404, 'unknown_hook', 'No strategy has this hook URL; it may have been rotated');
    case 'secret_missing':
      return problem(
        401,
        'secret_missing',
        'The message carries no secret: add "secret", or use the hook URL of a strategy',
      );
    case 'secret_wrong':
      return problem(401, 'secret_wrong', 'The secret in the message is not one that is known here');
    case 'too_large':
      return problem(
        413,
        'payload_too_large',
        `The message has ${received.bytes} bytes, the limit is ${MAX_BODY_BYTES}`,
      );
  }
}
